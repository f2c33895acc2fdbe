CREATE TABLE "meeting_notes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"meeting_id" uuid NOT NULL,
	"by_id" uuid NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"text" text NOT NULL,
	"about" text
);
--> statement-breakpoint
CREATE TABLE "meetings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"share_id" uuid NOT NULL,
	"programme_id" uuid NOT NULL,
	"key" text NOT NULL,
	"number" integer NOT NULL,
	"starts_at" timestamp(3) with time zone NOT NULL,
	"minutes" integer NOT NULL,
	"sequence" integer DEFAULT 0 NOT NULL,
	"changed_at" timestamp(3) with time zone NOT NULL,
	"state" text NOT NULL,
	"seats" jsonb NOT NULL,
	"uninvited" integer NOT NULL,
	"reason" text,
	"agenda" jsonb,
	"agenda_at" timestamp(3) with time zone,
	"closes_at" timestamp(3) with time zone NOT NULL,
	"closed_at" timestamp(3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "meetings_shareId_unique" UNIQUE("share_id"),
	CONSTRAINT "meetings_programmeId_number_unique" UNIQUE("programme_id","number")
);
--> statement-breakpoint
CREATE INDEX "meeting_notes_workspace_id_meeting_id_index" ON "meeting_notes" USING btree ("workspace_id","meeting_id");--> statement-breakpoint
CREATE INDEX "meetings_workspace_id_programme_id_starts_at_index" ON "meetings" USING btree ("workspace_id","programme_id","starts_at");--> statement-breakpoint
ALTER TABLE "meetings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY own_workspace ON "meetings" TO depsync_app USING (workspace_id = (SELECT current_setting('depsync.workspace')::uuid));--> statement-breakpoint
ALTER TABLE "meeting_notes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY own_workspace ON "meeting_notes" TO depsync_app USING (workspace_id = (SELECT current_setting('depsync.workspace')::uuid));
