CREATE TABLE "web_messages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"seq" bigserial NOT NULL,
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"conversation" text NOT NULL,
	"outbox_id" text,
	"card" jsonb NOT NULL,
	"posted_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "web_messages_workspaceId_outboxId_unique" UNIQUE("workspace_id","outbox_id")
);
--> statement-breakpoint
CREATE TABLE "gates" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"dependency_id" uuid NOT NULL,
	"contract_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"name" text NOT NULL,
	"criteria" jsonb NOT NULL,
	"approvers" jsonb NOT NULL,
	"quorum" jsonb NOT NULL,
	"state" text NOT NULL,
	"opened_at" timestamp(3) with time zone NOT NULL,
	"due_at" timestamp(3) with time zone NOT NULL,
	"closed_at" timestamp(3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "gates_contractId_number_unique" UNIQUE("contract_id","number")
);
--> statement-breakpoint
CREATE TABLE "votes" (
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"gate_id" uuid NOT NULL,
	"approver_id" uuid NOT NULL,
	"by_id" uuid NOT NULL,
	"vote" text NOT NULL,
	"comment" text,
	"at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "votes_gate_id_approver_id_pk" PRIMARY KEY("gate_id","approver_id"),
	CONSTRAINT "votes_gateId_byId_unique" UNIQUE("gate_id","by_id")
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"programme_id" uuid,
	"at" timestamp(3) with time zone NOT NULL,
	"by_id" uuid,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"reason" text
);
--> statement-breakpoint
CREATE TABLE "blockers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"dependency_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"raised_by_id" uuid NOT NULL,
	"raised_at" timestamp(3) with time zone NOT NULL,
	"expected_until" date,
	"tiers" jsonb NOT NULL,
	"resolved_at" timestamp(3) with time zone,
	"resolved_by_id" uuid,
	"resolution" text,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "escalations" (
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"blocker_id" uuid NOT NULL,
	"tier" integer NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"decide_by" timestamp(3) with time zone NOT NULL,
	"decision_id" uuid,
	CONSTRAINT "escalations_blocker_id_tier_pk" PRIMARY KEY("blocker_id","tier")
);
--> statement-breakpoint
CREATE TABLE "prompts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"round_id" uuid,
	"programme_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"asked_id" uuid NOT NULL,
	"asked_at" timestamp(3) with time zone NOT NULL,
	"answer_by" timestamp(3) with time zone NOT NULL,
	"dependency_ids" jsonb NOT NULL,
	"answers" jsonb NOT NULL,
	"state" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "prompts_roundId_ownerId_unique" UNIQUE("round_id","owner_id")
);
--> statement-breakpoint
CREATE TABLE "reports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"dependency_id" uuid NOT NULL,
	"prompt_id" uuid,
	"colour" text NOT NULL,
	"was" text,
	"reason" text,
	"via" text NOT NULL,
	"by_id" uuid NOT NULL,
	"at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rounds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"programme_id" uuid NOT NULL,
	"date" date NOT NULL,
	"opened_at" timestamp(3) with time zone NOT NULL,
	"closes_at" timestamp(3) with time zone NOT NULL,
	"closed_at" timestamp(3) with time zone,
	CONSTRAINT "rounds_programmeId_date_unique" UNIQUE("programme_id","date")
);
--> statement-breakpoint
CREATE TABLE "contracts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"dependency_id" uuid NOT NULL,
	"version" text NOT NULL,
	"url" text NOT NULL,
	"hash" text NOT NULL,
	"note" text,
	"submitted_by_id" uuid NOT NULL,
	"submitted_at" timestamp(3) with time zone NOT NULL,
	"superseded_at" timestamp(3) with time zone,
	CONSTRAINT "contracts_dependencyId_version_unique" UNIQUE("dependency_id","version")
);
--> statement-breakpoint
CREATE TABLE "decisions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"programme_id" uuid NOT NULL,
	"key" text NOT NULL,
	"number" integer NOT NULL,
	"question" text NOT NULL,
	"options" jsonb NOT NULL,
	"choice" text NOT NULL,
	"reason" text,
	"dependency_id" uuid,
	"blocker_id" uuid,
	"by_id" uuid NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "decisions_programmeId_number_unique" UNIQUE("programme_id","number")
);
--> statement-breakpoint
CREATE TABLE "absences" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"starts_at" timestamp(3) with time zone NOT NULL,
	"ends_at" timestamp(3) with time zone NOT NULL,
	"stand_in_id" uuid
);
--> statement-breakpoint
CREATE TABLE "identities" (
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"platform" text NOT NULL,
	"external_id" text NOT NULL,
	CONSTRAINT "identities_workspace_id_platform_external_id_pk" PRIMARY KEY("workspace_id","platform","external_id")
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"handle" text NOT NULL,
	"name" text NOT NULL,
	"email" text,
	"title" text,
	"zone" text NOT NULL,
	"zone_from" text NOT NULL,
	"country" text,
	"region" text,
	"weekend" jsonb,
	"work_start" text DEFAULT '09:00' NOT NULL,
	"work_end" text DEFAULT '18:00' NOT NULL,
	"team_id" uuid,
	"delegate_id" uuid,
	"preferred" text,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "people_workspaceId_handle_unique" UNIQUE("workspace_id","handle")
);
--> statement-breakpoint
CREATE TABLE "teams" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"lead_id" uuid,
	CONSTRAINT "teams_workspaceId_key_unique" UNIQUE("workspace_id","key")
);
--> statement-breakpoint
CREATE TABLE "workspace_links" (
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"platform" text NOT NULL,
	"external_id" text NOT NULL,
	CONSTRAINT "workspace_links_platform_external_id_pk" PRIMARY KEY("platform","external_id")
);
--> statement-breakpoint
CREATE TABLE "workspaces" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "programmes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"goal" text,
	"release_date" date,
	"lead_ids" jsonb NOT NULL,
	"policy" jsonb NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "programmes_workspaceId_key_unique" UNIQUE("workspace_id","key"),
	CONSTRAINT "programmes_workspaceId_prefix_unique" UNIQUE("workspace_id","prefix")
);
--> statement-breakpoint
CREATE TABLE "consumers" (
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"dependency_id" uuid NOT NULL,
	"team_id" uuid NOT NULL,
	"needed_by" date,
	CONSTRAINT "consumers_dependency_id_team_id_pk" PRIMARY KEY("dependency_id","team_id")
);
--> statement-breakpoint
CREATE TABLE "contacts" (
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"dependency_id" uuid NOT NULL,
	"role" text NOT NULL,
	"person_id" uuid NOT NULL,
	"authority" text,
	"review_cadence" text,
	"delegate_id" uuid,
	CONSTRAINT "contacts_dependency_id_role_pk" PRIMARY KEY("dependency_id","role")
);
--> statement-breakpoint
CREATE TABLE "dependencies" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"programme_id" uuid NOT NULL,
	"key" text NOT NULL,
	"number" integer NOT NULL,
	"title" text NOT NULL,
	"kind" text NOT NULL,
	"interface" text,
	"producer_team_id" uuid NOT NULL,
	"owner_id" uuid,
	"delegate_id" uuid,
	"due_date" date,
	"risk" text NOT NULL,
	"roadmap_goal" text,
	"shared_infrastructure" text,
	"obligations" jsonb NOT NULL,
	"critical_dates" jsonb NOT NULL,
	"links" jsonb NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"report" jsonb,
	"override" jsonb,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "dependencies_workspaceId_key_unique" UNIQUE("workspace_id","key"),
	CONSTRAINT "dependencies_programmeId_number_unique" UNIQUE("programme_id","number")
);
--> statement-breakpoint
CREATE TABLE "signals" (
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"dependency_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"text" text NOT NULL,
	"since" timestamp(3) with time zone NOT NULL,
	"count" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "signals_dependency_id_kind_subject_pk" PRIMARY KEY("dependency_id","kind","subject")
);
--> statement-breakpoint
CREATE TABLE "receipts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"receipt" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"inbound" jsonb,
	"done_at" timestamp(3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "receipts_workspaceId_receipt_unique" UNIQUE("workspace_id","receipt")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" uuid PRIMARY KEY NOT NULL,
	"seq" bigserial NOT NULL,
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"key" text NOT NULL,
	"conversation" text NOT NULL,
	"address" jsonb NOT NULL,
	"priority" integer NOT NULL,
	"subject" text,
	"card" jsonb NOT NULL,
	"fallback" jsonb NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"due_at" timestamp(3) with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"leased_until" timestamp(3) with time zone,
	"delivered_at" timestamp(3) with time zone,
	"parked_at" timestamp(3) with time zone,
	"superseded_at" timestamp(3) with time zone,
	"platform" text,
	"message" text,
	"last_error" text,
	CONSTRAINT "outbox_workspaceId_key_unique" UNIQUE("workspace_id","key")
);
--> statement-breakpoint
CREATE TABLE "shown" (
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"subject" text NOT NULL,
	"conversation" text NOT NULL,
	"platform" text NOT NULL,
	"place" text NOT NULL,
	"message" text NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "shown_workspace_id_subject_conversation_pk" PRIMARY KEY("workspace_id","subject","conversation")
);
--> statement-breakpoint
CREATE TABLE "timers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"occurrence" text NOT NULL,
	"due_at" timestamp(3) with time zone NOT NULL,
	"payload" jsonb NOT NULL,
	"done_at" timestamp(3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"retry_at" timestamp(3) with time zone,
	"last_error" text,
	CONSTRAINT "timers_workspaceId_kind_subject_occurrence_unique" UNIQUE("workspace_id","kind","subject","occurrence")
);
--> statement-breakpoint
CREATE INDEX "web_messages_workspace_id_conversation_seq_index" ON "web_messages" USING btree ("workspace_id","conversation","seq");--> statement-breakpoint
CREATE INDEX "gates_workspace_id_dependency_id_index" ON "gates" USING btree ("workspace_id","dependency_id");--> statement-breakpoint
CREATE INDEX "audit_workspace_id_subject_index" ON "audit" USING btree ("workspace_id","subject");--> statement-breakpoint
CREATE INDEX "audit_workspace_id_at_index" ON "audit" USING btree ("workspace_id","at");--> statement-breakpoint
CREATE INDEX "blockers_workspace_id_dependency_id_index" ON "blockers" USING btree ("workspace_id","dependency_id");--> statement-breakpoint
CREATE UNIQUE INDEX "blockers_one_open" ON "blockers" USING btree ("dependency_id") WHERE resolved_at is null;--> statement-breakpoint
CREATE INDEX "prompts_workspace_id_owner_id_index" ON "prompts" USING btree ("workspace_id","owner_id");--> statement-breakpoint
CREATE INDEX "reports_workspace_id_dependency_id_at_index" ON "reports" USING btree ("workspace_id","dependency_id","at");--> statement-breakpoint
CREATE INDEX "contracts_workspace_id_dependency_id_index" ON "contracts" USING btree ("workspace_id","dependency_id");--> statement-breakpoint
CREATE INDEX "decisions_workspace_id_dependency_id_index" ON "decisions" USING btree ("workspace_id","dependency_id");--> statement-breakpoint
CREATE INDEX "absences_workspace_id_person_id_ends_at_index" ON "absences" USING btree ("workspace_id","person_id","ends_at");--> statement-breakpoint
CREATE INDEX "identities_workspace_id_person_id_index" ON "identities" USING btree ("workspace_id","person_id");--> statement-breakpoint
CREATE INDEX "people_workspace_id_email_index" ON "people" USING btree ("workspace_id","email");--> statement-breakpoint
CREATE INDEX "contacts_workspace_id_person_id_index" ON "contacts" USING btree ("workspace_id","person_id");--> statement-breakpoint
CREATE INDEX "dependencies_workspace_id_owner_id_index" ON "dependencies" USING btree ("workspace_id","owner_id");--> statement-breakpoint
CREATE INDEX "receipts_open" ON "receipts" USING btree ("at") WHERE done_at is null;--> statement-breakpoint
CREATE INDEX "outbox_open" ON "outbox" USING btree ("due_at","priority","seq") WHERE delivered_at is null and parked_at is null and superseded_at is null;--> statement-breakpoint
CREATE INDEX "outbox_conversation" ON "outbox" USING btree ("workspace_id","conversation","seq") WHERE delivered_at is null and parked_at is null and superseded_at is null;--> statement-breakpoint
CREATE INDEX "timers_due" ON "timers" USING btree ("due_at") WHERE done_at is null;