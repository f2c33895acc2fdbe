import { DateTime } from 'luxon';
import { createMetrics } from './metrics.ts';

const levels = async () => ({ openMessages: 2, oldestOpenSeconds: 7, parkedMessages: 1, overdueTimerSeconds: 0 });
const queues = async () => ({ delivery: { waiting: 4 } });
const lastAudit = async () => ({
  at: DateTime.fromISO('2026-11-30T09:00:00Z'),
  counts: { missed: 2, late: 0, doubled: 0, 'wrong-person': 1, unexpected: 0 },
  judged: 90,
  notJudged: 0,
});

it('counts what it is told', async () => {
  const { observer, text } = createMetrics({ levels, queues, lastAudit });

  observer.delivery('delivered', 'slack', 0.4);
  observer.delivery('postponed');
  observer.act('command', 'refused', 0.02);
  observer.timer('checkins.prompt', 'fired', 4);
  observer.timer('checkins.prompt', 'failed', 9);
  observer.sweep(0.1);

  const lines = (await text()).split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      'depsync_deliveries_total{result="delivered",platform="slack"} 1',
      'depsync_deliveries_total{result="postponed",platform="none"} 1',
      'depsync_delivery_lateness_seconds_bucket{le="0.5",platform="slack"} 1',
      'depsync_handler_duration_seconds_count{kind="command",result="refused"} 1',
      'depsync_timers_total{kind="checkins.prompt",result="failed"} 1',
      'depsync_timer_lateness_seconds_count{kind="checkins.prompt"} 1',
      'depsync_sweep_duration_seconds_count 1',
      'depsync_outbox_open_messages 2',
      'depsync_outbox_oldest_open_seconds 7',
      'depsync_queue_jobs{queue="delivery",state="waiting"} 4',
      'depsync_schedule_findings{kind="missed"} 2',
      'depsync_schedule_findings{kind="wrong-person"} 1',
      'depsync_schedule_findings{kind="late"} 0',
    ]),
  );
});

it('leaves out what cannot be read, rather than repeating an old number', async () => {
  let gone = false;
  const metrics = createMetrics({
    levels: () => (gone ? Promise.reject(new Error('gone')) : levels()),
    lastAudit: () => (gone ? Promise.reject(new Error('gone')) : lastAudit()),
    queues,
  });
  expect(await metrics.text()).toContain('depsync_outbox_open_messages 2');

  gone = true;

  const text = await metrics.text();
  expect(text).not.toMatch(/^depsync_outbox_open_messages \d/m);
  expect(text).not.toMatch(/^depsync_schedule_findings\{/m);
});

it('keeps the numbers of two processes apart', async () => {
  const [one, other] = [createMetrics({ levels, queues, lastAudit }), createMetrics({ levels, queues, lastAudit })];

  one.observer.sweep(1);

  expect(await other.text()).toContain('depsync_sweep_duration_seconds_count 0');
});
