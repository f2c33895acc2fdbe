/* The console's own script: live messages, the dialog, the focus, the simulated clock. htmx does the rest. */
const AT_THE_END_PX = 80;
/** Messages that change within this time are fetched together. */
const GATHER_MS = 100;
const ASK_AGAIN_MS = 10_000;

const byId = (id) => document.getElementById(id);

document.addEventListener('DOMContentLoaded', () => {
  if (byId('stream')) startConsole();
  startClock();
});
// Until htmx has taken a form over, the browser would leave the page with it.
document.addEventListener('submit', (event) => {
  if (event.target.hasAttribute('hx-post')) event.preventDefault();
});

function startConsole() {
  const stream = byId('stream');
  const dialog = byId('dialog');
  const log = byId('log');
  const newer = byId('newer');
  const changed = new Set();

  scrollToEnd();
  // Not where it would bring up a keyboard on the screen.
  if (matchMedia('(pointer: fine)').matches) byId('words').focus();
  followLive();
  followActs();

  log.addEventListener('scroll', () => {
    if (isAtEnd()) newer.hidden = true;
  });
  newer.addEventListener('click', () => {
    scrollToEnd();
    byId('words').focus();
  });

  function isAtEnd() {
    return log.scrollHeight - log.scrollTop - log.clientHeight < AT_THE_END_PX;
  }

  function scrollToEnd() {
    log.scrollTop = log.scrollHeight;
    newer.hidden = true;
  }

  /** Fetches what changed, whenever the server says so, and everything after an interruption. */
  function followLive() {
    const source = new EventSource(`${stream.dataset.path}/live`);
    source.addEventListener('open', fetchNewest);
    source.addEventListener('missed', fetchNewest);
    source.addEventListener('clock', (event) => setClock(event.data));
    source.addEventListener('changed', (event) => gather(event.data));
    source.addEventListener('error', () => {
      // Closed for good: refused. A lost connection is made again by the browser itself.
      if (source.readyState !== EventSource.CLOSED) return;
      notify(
        'Live updates have stopped; Depsync is asked again. With many windows open, close some: five are kept live.',
      );
      setTimeout(followLive, ASK_AGAIN_MS);
    });
  }

  function fetchNewest() {
    return fetchInto(`${stream.dataset.path}/messages`);
  }

  function gather(id) {
    if (changed.size === 0) setTimeout(fetchChanged, GATHER_MS);
    changed.add(id);
  }

  async function fetchChanged() {
    const ids = [...changed];
    changed.clear();
    for (const id of ids) await fetchInto(`${stream.dataset.path}/messages/${id}`);
  }

  async function fetchInto(address) {
    try {
      const response = await fetch(address, { headers: { 'hx-request': 'true' } });
      if (response.status === 401) location.reload();
      if (response.ok) merge(await response.text());
    } catch {
      // The connection is gone; when it is back, everything is fetched.
    }
  }

  /** Puts messages where they belong: new ones in order, changed cards in place of the old ones. */
  function merge(html) {
    const stay = isAtEnd();
    let added = false;
    for (const item of new DOMParser().parseFromString(html, 'text/html').querySelectorAll('.item[data-seq]')) {
      const shown = byId(item.id);
      if (shown) replaceCard(shown.querySelector('.card'), item.querySelector('.card'));
      else added = insert(document.adoptNode(item)) || added;
    }
    if (!added) return;
    document.querySelector('.empty')?.remove();
    if (stay) scrollToEnd();
    else newer.hidden = false;
  }

  function insert(item) {
    const seq = Number(item.dataset.seq);
    const shown = [...stream.querySelectorAll(':scope > .item[data-seq]')];
    const later = shown.find((one) => Number(one.dataset.seq) > seq);
    // Older than all that is shown: it is behind "Older messages".
    if (later && later === shown[0]) return false;
    stream.insertBefore(item, later ?? null);
    htmx.process(item);
    return true;
  }

  function replaceCard(old, fresh) {
    if (old.dataset.version === fresh.dataset.version) return;
    const held = old.contains(document.activeElement);
    old.replaceWith(document.adoptNode(fresh));
    htmx.process(fresh);
    if (held) fresh.focus({ preventScroll: true });
  }

  /** What the server wants done after its answer was put into the page (reply.tsx). */
  function followActs() {
    document.body.addEventListener('htmx:beforeRequest', () => noticeArea().replaceChildren());
    document.body.addEventListener('htmx:beforeSwap', (event) => {
      if (event.detail.xhr.status >= 400) event.detail.target = noticeArea();
    });
    document.body.addEventListener('htmx:sendError', () =>
      notify('Depsync does not answer. Nothing is lost: send it again when it does.'),
    );
    document.body.addEventListener('htmx:afterRequest', (event) => {
      if (event.target.id === 'say' && event.detail.xhr.status === 200) event.target.reset();
    });
    document.body.addEventListener('depsync:open-dialog', openDialog);
    document.body.addEventListener('depsync:close-dialog', (event) => {
      dialog.close();
      const { focus, show } = event.detail;
      if (focus) byId(focus)?.focus({ preventScroll: true });
      const seen = byId(show ?? focus);
      if (seen) seen.scrollIntoView({ block: 'nearest' });
    });
    dialog.addEventListener('click', (event) => {
      if (event.target.closest('[data-close]')) dialog.close();
    });
    dialog.addEventListener('close', () => dialog.replaceChildren());
  }

  function openDialog() {
    if (!dialog.open) dialog.showModal();
    const question = '[aria-invalid], input:not([type=hidden]), select, textarea';
    (dialog.querySelector('[aria-invalid]') ?? dialog.querySelector(question))?.focus();
  }
}

function notify(text) {
  const line = document.createElement('p');
  line.textContent = text;
  noticeArea().replaceChildren(line);
}

/** What lies behind an open dialog cannot be read. */
function noticeArea() {
  return document.querySelector('dialog .notice') ?? byId('notice');
}

/** Lets the simulated time run between the server's beats. */
function startClock() {
  const shown = byId('clock');
  if (!shown) return;
  setClock(shown.dateTime);
  setInterval(showClock, 1000);
}

function setClock(instant) {
  const shown = byId('clock');
  if (!shown) return;
  shown.dataset.instant = String(Date.parse(instant));
  shown.dataset.since = String(performance.now());
  showClock();
}

function showClock() {
  const shown = byId('clock');
  const passed = (performance.now() - Number(shown.dataset.since)) * Number(shown.dataset.speed);
  const now = new Date(Number(shown.dataset.instant) + passed);
  const part = (options) => new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', ...options }).format(now);
  const day = `${part({ weekday: 'short' })} ${now.getUTCDate()} ${part({ month: 'short' })} ${now.getUTCFullYear()}`;
  shown.dateTime = now.toISOString();
  shown.textContent = `${day}, ${now.toISOString().slice(11, 16)} UTC`;
}
