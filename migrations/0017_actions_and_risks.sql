CREATE TABLE "actions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"programme_id" uuid NOT NULL,
	"key" text NOT NULL,
	"number" integer NOT NULL,
	"what" text NOT NULL,
	"owner_id" uuid NOT NULL,
	"due_on" date NOT NULL,
	"dependency_id" uuid,
	"source" jsonb NOT NULL,
	"opened_by_id" uuid,
	"opened_at" timestamp(3) with time zone NOT NULL,
	"state" text NOT NULL,
	"note" text,
	"closed_by_id" uuid,
	"closed_at" timestamp(3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "actions_programmeId_number_unique" UNIQUE("programme_id","number")
);
--> statement-breakpoint
CREATE TABLE "risks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"programme_id" uuid NOT NULL,
	"key" text NOT NULL,
	"number" integer NOT NULL,
	"kind" text NOT NULL,
	"text" text NOT NULL,
	"dependency_id" uuid,
	"owner_id" uuid NOT NULL,
	"mitigation" text NOT NULL,
	"trigger" jsonb NOT NULL,
	"opened_by_id" uuid,
	"opened_at" timestamp(3) with time zone NOT NULL,
	"state" text NOT NULL,
	"triggered_at" timestamp(3) with time zone,
	"triggered_why" text,
	"action_id" uuid,
	"closed_at" timestamp(3) with time zone,
	"closed_by_id" uuid,
	"note" text,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "risks_programmeId_number_unique" UNIQUE("programme_id","number")
);
--> statement-breakpoint
CREATE INDEX "actions_open" ON "actions" USING btree ("workspace_id","owner_id") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "actions_workspace_id_dependency_id_index" ON "actions" USING btree ("workspace_id","dependency_id");--> statement-breakpoint
CREATE INDEX "risks_workspace_id_dependency_id_index" ON "risks" USING btree ("workspace_id","dependency_id");--> statement-breakpoint
ALTER TABLE "actions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY own_workspace ON "actions" TO depsync_app USING (workspace_id = (SELECT current_setting('depsync.workspace')::uuid));--> statement-breakpoint
ALTER TABLE "risks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY own_workspace ON "risks" TO depsync_app USING (workspace_id = (SELECT current_setting('depsync.workspace')::uuid));
