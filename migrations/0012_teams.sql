CREATE TABLE "teams_conversations" (
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"kind" text NOT NULL,
	"external_id" text NOT NULL,
	"conversation" text,
	"roster" text NOT NULL,
	"member" text,
	"team" text,
	"service_url" text NOT NULL,
	"dialogs" boolean NOT NULL,
	"seen_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "teams_conversations_workspace_id_kind_external_id_pk" PRIMARY KEY("workspace_id","kind","external_id")
);
--> statement-breakpoint
CREATE INDEX "teams_conversations_workspace_id_seen_at_index" ON "teams_conversations" USING btree ("workspace_id","seen_at");--> statement-breakpoint
ALTER TABLE "teams_conversations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY own_workspace ON "teams_conversations" TO depsync_app USING (workspace_id = (SELECT current_setting('depsync.workspace')::uuid));
