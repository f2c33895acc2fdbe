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
ALTER TABLE "contract_documents" ADD COLUMN "hits" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "contract_uses" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY own_workspace ON "contract_uses" TO depsync_app USING (workspace_id = current_setting('depsync.workspace')::uuid);
