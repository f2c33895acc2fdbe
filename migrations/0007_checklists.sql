CREATE TABLE "ticks" (
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"gate_id" uuid NOT NULL,
	"item" integer NOT NULL,
	"by_id" uuid NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "ticks_gate_id_item_pk" PRIMARY KEY("gate_id","item")
);
--> statement-breakpoint
ALTER TABLE "ticks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY own_workspace ON "ticks" TO depsync_app USING (workspace_id = current_setting('depsync.workspace')::uuid);
