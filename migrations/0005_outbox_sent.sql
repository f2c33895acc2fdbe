DROP INDEX "outbox_subject";--> statement-breakpoint
CREATE INDEX "outbox_sent" ON "outbox" USING btree ("workspace_id","conversation","subject");--> statement-breakpoint
CREATE INDEX "outbox_subject" ON "outbox" USING btree ("workspace_id","subject") WHERE subject is not null;