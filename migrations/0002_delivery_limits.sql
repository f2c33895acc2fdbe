CREATE TABLE "paces" (
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"scope" text NOT NULL,
	"free_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "paces_workspace_id_scope_pk" PRIMARY KEY("workspace_id","scope")
);
--> statement-breakpoint
DROP INDEX "outbox_open";--> statement-breakpoint
DROP INDEX "outbox_conversation";--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "waits_for" text;--> statement-breakpoint
CREATE INDEX "outbox_subject" ON "outbox" USING btree ("workspace_id","subject","conversation") WHERE subject is not null;--> statement-breakpoint
CREATE INDEX "outbox_open" ON "outbox" USING btree ("priority","seq") WHERE delivered_at is null and parked_at is null and superseded_at is null;--> statement-breakpoint
CREATE INDEX "outbox_conversation" ON "outbox" USING btree ("workspace_id","conversation","priority","seq") WHERE delivered_at is null and parked_at is null and superseded_at is null;--> statement-breakpoint
ALTER TABLE "paces" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY own_workspace ON "paces" TO depsync_app USING (workspace_id = current_setting('depsync.workspace')::uuid);
