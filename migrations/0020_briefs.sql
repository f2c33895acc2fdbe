CREATE TABLE "briefs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"programme_id" uuid NOT NULL,
	"week" date NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"brief" jsonb NOT NULL,
	"snapshot" jsonb NOT NULL,
	"sent_to" jsonb NOT NULL
);
--> statement-breakpoint
CREATE INDEX "briefs_programme_id_at_index" ON "briefs" USING btree ("programme_id","at");--> statement-breakpoint
ALTER TABLE "briefs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY own_workspace ON "briefs" TO depsync_app USING (workspace_id = (SELECT current_setting('depsync.workspace')::uuid));
