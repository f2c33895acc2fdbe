CREATE TABLE "late_gates" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"dependency_id" uuid NOT NULL,
	"gate_id" uuid NOT NULL,
	"since" timestamp(3) with time zone NOT NULL,
	"tiers" jsonb NOT NULL,
	"ended_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "contract_uses" (
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"dependency_id" uuid NOT NULL,
	"team_id" uuid NOT NULL,
	"uses" text[] NOT NULL,
	"by_id" uuid NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "contract_uses_dependency_id_team_id_pk" PRIMARY KEY("dependency_id","team_id")
);
--> statement-breakpoint
ALTER TABLE "escalations" RENAME COLUMN "blocker_id" TO "matter_id";--> statement-breakpoint
ALTER TABLE "escalations" RENAME CONSTRAINT "escalations_blocker_id_tier_pk" TO "escalations_matter_id_tier_pk";--> statement-breakpoint
ALTER TABLE "votes" ADD COLUMN "carried_from" jsonb;--> statement-breakpoint
ALTER TABLE "contract_documents" ADD COLUMN "hits" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
CREATE INDEX "late_gates_workspace_id_dependency_id_index" ON "late_gates" USING btree ("workspace_id","dependency_id");--> statement-breakpoint
CREATE UNIQUE INDEX "late_gates_one_open" ON "late_gates" USING btree ("gate_id") WHERE ended_at is null;--> statement-breakpoint
ALTER TABLE "contract_uses" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY own_workspace ON "contract_uses" TO depsync_app USING (workspace_id = current_setting('depsync.workspace')::uuid);--> statement-breakpoint
ALTER TABLE "late_gates" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY own_workspace ON "late_gates" TO depsync_app USING (workspace_id = current_setting('depsync.workspace')::uuid);
