CREATE TABLE "commitment_signatures" (
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"commitment_id" uuid NOT NULL,
	"terms" integer NOT NULL,
	"seat" text NOT NULL,
	"by_id" uuid NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "commitment_signatures_commitment_id_terms_seat_pk" PRIMARY KEY("commitment_id","terms","seat")
);
--> statement-breakpoint
CREATE TABLE "commitment_terms" (
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"commitment_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"owner_id" uuid NOT NULL,
	"what" text NOT NULL,
	"by_date" date NOT NULL,
	"trace" text NOT NULL,
	"reason" text,
	"proposed_by_id" uuid NOT NULL,
	"proposed_at" timestamp(3) with time zone NOT NULL,
	"withdrawn_at" timestamp(3) with time zone,
	CONSTRAINT "commitment_terms_commitment_id_number_pk" PRIMARY KEY("commitment_id","number")
);
--> statement-breakpoint
CREATE TABLE "commitments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"programme_id" uuid NOT NULL,
	"dependency_id" uuid NOT NULL,
	"key" text NOT NULL,
	"number" integer NOT NULL,
	"stage" text NOT NULL,
	"obligations" jsonb NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"locked_terms" integer,
	"promised_for" date,
	"kept_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "commitments_programmeId_number_unique" UNIQUE("programme_id","number")
);
--> statement-breakpoint
CREATE TABLE "forecasts_seen" (
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"programme_id" uuid NOT NULL,
	"team_id" uuid NOT NULL,
	"promises" integer NOT NULL,
	"by_id" uuid NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "forecasts_seen_programme_id_team_id_pk" PRIMARY KEY("programme_id","team_id")
);
--> statement-breakpoint
ALTER TABLE "milestones" ADD COLUMN "committed" text;--> statement-breakpoint
CREATE UNIQUE INDEX "commitments_one_open" ON "commitments" USING btree ("dependency_id","stage") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "commitments_workspace_id_dependency_id_index" ON "commitments" USING btree ("workspace_id","dependency_id");--> statement-breakpoint
ALTER TABLE "commitments" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY own_workspace ON "commitments" TO depsync_app USING (workspace_id = (SELECT current_setting('depsync.workspace')::uuid));--> statement-breakpoint
ALTER TABLE "commitment_terms" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY own_workspace ON "commitment_terms" TO depsync_app USING (workspace_id = (SELECT current_setting('depsync.workspace')::uuid));--> statement-breakpoint
ALTER TABLE "commitment_signatures" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY own_workspace ON "commitment_signatures" TO depsync_app USING (workspace_id = (SELECT current_setting('depsync.workspace')::uuid));--> statement-breakpoint
ALTER TABLE "forecasts_seen" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY own_workspace ON "forecasts_seen" TO depsync_app USING (workspace_id = (SELECT current_setting('depsync.workspace')::uuid));
