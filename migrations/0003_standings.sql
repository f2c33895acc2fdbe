CREATE TABLE "standings" (
	"dependency_id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid DEFAULT current_setting('depsync.workspace')::uuid NOT NULL,
	"programme_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"open" boolean NOT NULL,
	"owner_id" uuid,
	"producer_team_id" uuid NOT NULL,
	"yellow_from" timestamp(3) with time zone,
	"red_from" timestamp(3) with time zone,
	"set_colour" text,
	"set_until" timestamp(3) with time zone,
	"unplanned" boolean NOT NULL
);
--> statement-breakpoint
CREATE INDEX "standings_programme_id_open_number_index" ON "standings" USING btree ("programme_id","open","number");--> statement-breakpoint
CREATE INDEX "dependencies_programme_id_due_date_index" ON "dependencies" USING btree ("programme_id","due_date");--> statement-breakpoint
ALTER TABLE standings ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own_workspace ON standings TO depsync_app USING (workspace_id = current_setting('depsync.workspace')::uuid);
--> statement-breakpoint
-- The first instant of a day in a zone. Of a midnight that comes twice PostgreSQL takes the second; counted from the hour
-- before, it is the first.
CREATE FUNCTION day_begins(day date, zone text) RETURNS timestamptz LANGUAGE sql STABLE
AS $$ SELECT (day::timestamp - interval '1 hour') AT TIME ZONE zone + interval '1 hour' $$;
--> statement-breakpoint
-- Writes a dependency's standing anew from the facts: what src/features/register/rules.ts says, for all moments at once.
CREATE FUNCTION keep_standing(wanted uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  -- Whoever changes another fact of it at this moment goes first, and the next statement sees what they wrote.
  PERFORM 1 FROM standings WHERE dependency_id = wanted FOR UPDATE;
  INSERT INTO standings (dependency_id, workspace_id, programme_id, number, open, owner_id, producer_team_id,
                         yellow_from, red_from, set_colour, set_until, unplanned)
  SELECT d.id, d.workspace_id, d.programme_id, d.number, d.state = 'open', d.owner_id, d.producer_team_id,
         turns.yellow_from, turns.red_from, d.override->>'colour', (d.override->>'until')::timestamptz,
         coalesce(d.report->>'mitigation', '') = '' OR coalesce(d.report->>'trigger', '') = ''
  FROM dependencies d
  JOIN programmes p ON p.id = d.programme_id
  LEFT JOIN people o ON o.id = d.owner_id
  CROSS JOIN LATERAL (
    SELECT (p.policy->'criteria'->>'dueSoonDays')::int AS due_soon_days,
           (p.policy->'criteria'->>'blockerRedHours')::int AS blocker_red_hours,
           (p.policy->'criteria'->>'gateLateRedDays')::int AS gate_late_red_days,
           (p.policy->'criteria'->>'silentRoundsYellow')::int AS silent_rounds_yellow,
           (p.policy->'criteria'->>'silentRoundsRed')::int AS silent_rounds_red
  ) criteria
  CROSS JOIN LATERAL (
    SELECT min(yellow) AS yellow_from, min(red) AS red_from FROM (
      SELECT timestamptz '-infinity' AS yellow,
             CASE WHEN d.report->>'colour' = 'red' THEN timestamptz '-infinity' END AS red
      WHERE d.report->>'colour' IS DISTINCT FROM 'green'
      UNION ALL
      SELECT '-infinity',
             CASE s.kind
               WHEN 'blocker' THEN s.since + make_interval(hours => blocker_red_hours)
               WHEN 'gate-late' THEN s.since + make_interval(hours => 24 * gate_late_red_days)
               WHEN 'silence' THEN CASE WHEN s.count >= silent_rounds_red THEN timestamptz '-infinity' END
             END
      FROM signals s
      WHERE s.dependency_id = d.id AND (s.kind <> 'silence' OR s.count >= silent_rounds_yellow)
      UNION ALL
      SELECT CASE WHEN d.report->>'colour' IS DISTINCT FROM 'green'
                  THEN day_begins(d.due_date - due_soon_days, coalesce(o.zone, 'UTC')) END,
             day_begins(d.due_date + 1, coalesce(o.zone, 'UTC'))
      UNION ALL
      SELECT '-infinity', NULL FROM consumers c WHERE c.dependency_id = d.id AND c.needed_by < d.due_date
    ) facts
  ) turns
  WHERE d.id = wanted
  ON CONFLICT (dependency_id) DO UPDATE SET
    programme_id = excluded.programme_id, number = excluded.number, open = excluded.open, owner_id = excluded.owner_id,
    producer_team_id = excluded.producer_team_id, yellow_from = excluded.yellow_from, red_from = excluded.red_from,
    set_colour = excluded.set_colour, set_until = excluded.set_until, unplanned = excluded.unplanned;
END
$$;
--> statement-breakpoint
CREATE FUNCTION keep_standings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'dependencies' THEN
    PERFORM keep_standing(NEW.id);
  ELSIF TG_TABLE_NAME = 'people' THEN
    PERFORM keep_standing(id) FROM (SELECT id FROM dependencies WHERE owner_id = NEW.id ORDER BY id) owned;
  ELSIF TG_TABLE_NAME = 'programmes' THEN
    PERFORM keep_standing(id) FROM (SELECT id FROM dependencies WHERE programme_id = NEW.id ORDER BY id) all_of_it;
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM keep_standing(OLD.dependency_id);
  ELSE
    PERFORM keep_standing(NEW.dependency_id);
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER keep_standing AFTER INSERT OR UPDATE ON dependencies FOR EACH ROW EXECUTE FUNCTION keep_standings();
--> statement-breakpoint
CREATE TRIGGER keep_standing AFTER INSERT OR UPDATE OR DELETE ON signals FOR EACH ROW EXECUTE FUNCTION keep_standings();
--> statement-breakpoint
CREATE TRIGGER keep_standing AFTER INSERT OR UPDATE OR DELETE ON consumers FOR EACH ROW EXECUTE FUNCTION keep_standings();
--> statement-breakpoint
CREATE TRIGGER keep_standing AFTER UPDATE OF zone ON people FOR EACH ROW
  WHEN (OLD.zone IS DISTINCT FROM NEW.zone) EXECUTE FUNCTION keep_standings();
--> statement-breakpoint
CREATE TRIGGER keep_standing AFTER UPDATE OF policy ON programmes FOR EACH ROW
  WHEN (OLD.policy->'criteria' IS DISTINCT FROM NEW.policy->'criteria') EXECUTE FUNCTION keep_standings();
--> statement-breakpoint
DO $$
BEGIN
  PERFORM keep_standing(id) FROM dependencies;
END
$$;
--> statement-breakpoint
-- Asked for once for each statement and not for each row.
DO $$
DECLARE one record;
BEGIN
  FOR one IN SELECT tablename, CASE tablename WHEN 'workspaces' THEN 'id' ELSE 'workspace_id' END AS name
             FROM pg_policies WHERE schemaname = 'public' AND policyname = 'own_workspace'
  LOOP
    EXECUTE format('ALTER POLICY own_workspace ON public.%I USING (%I = (SELECT current_setting(''depsync.workspace'')::uuid))', one.tablename, one.name);
  END LOOP;
END
$$;
