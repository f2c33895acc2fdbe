ALTER TABLE "outbox" ADD COLUMN "wants" jsonb;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "held" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "listed_at" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "interrupted_at" timestamp(3) with time zone;--> statement-breakpoint
CREATE INDEX "outbox_held" ON "outbox" USING btree ("workspace_id","conversation") WHERE held and superseded_at is null;--> statement-breakpoint
CREATE INDEX "outbox_interrupted" ON "outbox" USING btree ("workspace_id","conversation","interrupted_at") WHERE interrupted_at is not null;