CREATE TABLE "kickoffs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"programme_id" uuid NOT NULL,
	"started_at" timestamp(3) with time zone NOT NULL,
	"started_by_id" uuid NOT NULL,
	"scope" text,
	"posted_at" timestamp(3) with time zone,
	"posted_by_id" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "kickoffs_programmeId_unique" UNIQUE("programme_id")
);
--> statement-breakpoint
CREATE TABLE "policy_versions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"programme_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"policy" jsonb NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"by_id" uuid,
	"file" text,
	CONSTRAINT "policy_versions_programmeId_number_unique" UNIQUE("programme_id","number")
);
--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "links" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "supersedes_id" uuid;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_supersedesId_unique" UNIQUE("supersedes_id");--> statement-breakpoint
ALTER TABLE "kickoffs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY own_workspace ON "kickoffs" TO depsync_app USING (workspace_id = (SELECT current_setting('depsync.workspace')::uuid));--> statement-breakpoint
ALTER TABLE "policy_versions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY own_workspace ON "policy_versions" TO depsync_app USING (workspace_id = (SELECT current_setting('depsync.workspace')::uuid));--> statement-breakpoint
INSERT INTO "policy_versions" ("id", "workspace_id", "programme_id", "number", "policy", "at")
SELECT gen_random_uuid(), "workspace_id", "id", 1, "policy", "created_at" FROM "programmes";
