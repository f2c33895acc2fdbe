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
CREATE INDEX "late_gates_workspace_id_dependency_id_index" ON "late_gates" USING btree ("workspace_id","dependency_id");--> statement-breakpoint
CREATE UNIQUE INDEX "late_gates_one_open" ON "late_gates" USING btree ("gate_id") WHERE ended_at is null;--> statement-breakpoint
ALTER TABLE "late_gates" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY own_workspace ON "late_gates" TO depsync_app USING (workspace_id = current_setting('depsync.workspace')::uuid);
