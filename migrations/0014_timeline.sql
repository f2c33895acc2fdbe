CREATE TABLE "environments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"programme_id" uuid NOT NULL,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"owner_id" uuid,
	"from_date" date,
	"until_date" date,
	"capacity" integer NOT NULL,
	CONSTRAINT "environments_programmeId_name_unique" UNIQUE("programme_id","name")
);
--> statement-breakpoint
CREATE TABLE "freezes" (
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"programme_id" uuid NOT NULL,
	"name" text NOT NULL,
	"start_date" date NOT NULL,
	"end_date" date NOT NULL,
	CONSTRAINT "freezes_programme_id_name_pk" PRIMARY KEY("programme_id","name")
);
--> statement-breakpoint
CREATE TABLE "milestones" (
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"dependency_id" uuid NOT NULL,
	"stage" text NOT NULL,
	"start_date" date,
	"end_date" date,
	"working_days" integer,
	"environment_id" uuid,
	"done_on" date,
	CONSTRAINT "milestones_dependency_id_stage_pk" PRIMARY KEY("dependency_id","stage")
);
--> statement-breakpoint
CREATE TABLE "needs" (
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"dependency_id" uuid NOT NULL,
	"needed_id" uuid NOT NULL,
	"lag" integer NOT NULL,
	CONSTRAINT "needs_dependency_id_needed_id_pk" PRIMARY KEY("dependency_id","needed_id")
);
--> statement-breakpoint
CREATE TABLE "programme_milestones" (
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"programme_id" uuid NOT NULL,
	"name" text NOT NULL,
	"date" date NOT NULL,
	CONSTRAINT "programme_milestones_programme_id_name_pk" PRIMARY KEY("programme_id","name")
);
--> statement-breakpoint
CREATE INDEX "needs_needed_id_index" ON "needs" USING btree ("needed_id");--> statement-breakpoint
ALTER TABLE "milestones" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY own_workspace ON "milestones" TO depsync_app USING (workspace_id = (SELECT current_setting('depsync.workspace')::uuid));--> statement-breakpoint
ALTER TABLE "needs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY own_workspace ON "needs" TO depsync_app USING (workspace_id = (SELECT current_setting('depsync.workspace')::uuid));--> statement-breakpoint
ALTER TABLE "environments" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY own_workspace ON "environments" TO depsync_app USING (workspace_id = (SELECT current_setting('depsync.workspace')::uuid));--> statement-breakpoint
ALTER TABLE "programme_milestones" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY own_workspace ON "programme_milestones" TO depsync_app USING (workspace_id = (SELECT current_setting('depsync.workspace')::uuid));--> statement-breakpoint
ALTER TABLE "freezes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY own_workspace ON "freezes" TO depsync_app USING (workspace_id = (SELECT current_setting('depsync.workspace')::uuid));
