CREATE TABLE "pictures" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"model" jsonb NOT NULL,
	"made_at" timestamp(3) with time zone NOT NULL,
	"large" "bytea",
	"small" "bytea"
);
--> statement-breakpoint
CREATE INDEX "pictures_workspace_id_made_at_index" ON "pictures" USING btree ("workspace_id","made_at");--> statement-breakpoint
ALTER TABLE "pictures" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY own_workspace ON "pictures" TO depsync_app USING (workspace_id = (SELECT current_setting('depsync.workspace')::uuid));
