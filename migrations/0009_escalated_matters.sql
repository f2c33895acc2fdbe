ALTER TABLE "escalations" RENAME COLUMN "blocker_id" TO "matter_id";--> statement-breakpoint
ALTER TABLE "escalations" RENAME CONSTRAINT "escalations_blocker_id_tier_pk" TO "escalations_matter_id_tier_pk";
