CREATE TABLE "lessons" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"text" text,
	"kinds" jsonb NOT NULL,
	"teams" jsonb NOT NULL,
	"words" jsonb NOT NULL,
	"link" text,
	"learned_on" date,
	"source" text,
	"saved_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "lessons_workspaceId_slug_unique" UNIQUE("workspace_id","slug")
);
--> statement-breakpoint
CREATE TABLE "retro_participants" (
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"retrospective_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"answered" boolean,
	"answers" jsonb,
	CONSTRAINT "retro_participants_retrospective_id_person_id_pk" PRIMARY KEY("retrospective_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "retro_themes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"retrospective_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"text" text NOT NULL,
	"by_id" uuid NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "retro_themes_retrospectiveId_number_unique" UNIQUE("retrospective_id","number")
);
--> statement-breakpoint
CREATE TABLE "retro_votes" (
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"theme_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	CONSTRAINT "retro_votes_theme_id_person_id_pk" PRIMARY KEY("theme_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "retrospectives" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"programme_id" uuid NOT NULL,
	"key" text NOT NULL,
	"number" integer NOT NULL,
	"milestone" text NOT NULL,
	"after" date,
	"until" date NOT NULL,
	"anonymous" boolean NOT NULL,
	"started_at" timestamp(3) with time zone NOT NULL,
	"closes_at" timestamp(3) with time zone NOT NULL,
	"closed_at" timestamp(3) with time zone,
	"results" jsonb,
	CONSTRAINT "retrospectives_programmeId_number_unique" UNIQUE("programme_id","number"),
	CONSTRAINT "retrospectives_programmeId_milestone_until_unique" UNIQUE("programme_id","milestone","until")
);
--> statement-breakpoint
CREATE TABLE "survey_boxes" (
	"retrospective_id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"box" jsonb NOT NULL
);--> statement-breakpoint
ALTER TABLE "retrospectives" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY own_workspace ON "retrospectives" TO depsync_app USING (workspace_id = (SELECT current_setting('depsync.workspace')::uuid));--> statement-breakpoint
ALTER TABLE "retro_participants" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY own_workspace ON "retro_participants" TO depsync_app USING (workspace_id = (SELECT current_setting('depsync.workspace')::uuid));--> statement-breakpoint
ALTER TABLE "survey_boxes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY own_workspace ON "survey_boxes" TO depsync_app USING (workspace_id = (SELECT current_setting('depsync.workspace')::uuid));--> statement-breakpoint
ALTER TABLE "retro_themes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY own_workspace ON "retro_themes" TO depsync_app USING (workspace_id = (SELECT current_setting('depsync.workspace')::uuid));--> statement-breakpoint
ALTER TABLE "retro_votes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY own_workspace ON "retro_votes" TO depsync_app USING (workspace_id = (SELECT current_setting('depsync.workspace')::uuid));--> statement-breakpoint
ALTER TABLE "lessons" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY own_workspace ON "lessons" TO depsync_app USING (workspace_id = (SELECT current_setting('depsync.workspace')::uuid));
