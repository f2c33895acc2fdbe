CREATE TABLE "contract_documents" (
	"contract_id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"text" text NOT NULL,
	"findings" jsonb NOT NULL,
	"changes" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "contracts" ALTER COLUMN "url" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "contracts" ADD COLUMN "document" jsonb;--> statement-breakpoint
ALTER TABLE "contract_documents" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY own_workspace ON "contract_documents" TO depsync_app USING (workspace_id = current_setting('depsync.workspace')::uuid);
