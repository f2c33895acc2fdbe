ALTER TABLE "gates" DROP CONSTRAINT "gates_contractId_number_unique";--> statement-breakpoint
ALTER TABLE "contracts" DROP CONSTRAINT "contracts_dependencyId_version_unique";--> statement-breakpoint
ALTER TABLE "contracts" ADD COLUMN "withdrawn" jsonb;--> statement-breakpoint
CREATE UNIQUE INDEX "gates_contract_id_number_index" ON "gates" USING btree ("contract_id","number") WHERE state in ('open', 'passed', 'changes-requested');--> statement-breakpoint
CREATE UNIQUE INDEX "contracts_dependency_id_version_index" ON "contracts" USING btree ("dependency_id","version") WHERE withdrawn is null;