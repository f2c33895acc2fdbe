ALTER TABLE "consumers" ADD COLUMN "priority" text;--> statement-breakpoint
ALTER TABLE "dependencies" ADD COLUMN "priority" text;