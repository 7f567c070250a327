// A debtor on a phone: every action of the page in a real browser, on cases of the local cloud.
//
//   node debtor_page.mjs visit.json
//
// `visit.json`: {base_url, key, pictures, proof, chromium, script, cases: {name: {case_id, url}}}. With `script: false`
// the browser runs no JavaScript. Every page seen is a picture, is held to its width, and is judged by axe-core in a
// second browser. Prints {pages, objections, texts} as JSON.
import { readFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const tour = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PHONE = { width: 360, height: 740 };
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const objections = [];
const texts = {};
let pages = 0;

mkdirSync(tour.pictures, { recursive: true });
const browser = await chromium.launch({ executablePath: tour.chromium, args: QUIET });
const judge = await (await browser.newContext({ viewport: PHONE })).newPage();

async function api(path) {
  const answer = await fetch(tour.base_url + path, { headers: { Authorization: `Bearer ${tour.key}` } });
  if (!answer.ok) throw new Error(`GET ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

// The code as a debtor reads it: in the newest message of the case that carries one (test mode keeps it legible).
async function readCode(caseId) {
  const { data } = await api(`/cases/${caseId}/contacts?limit=50`);
  const carrying = data.filter((each) => each.template === 'one_time_code').sort((a, b) => (a.id < b.id ? 1 : -1));
  const { text } = await api(`/contacts/${carrying[0].id}`);
  return /\b(\d{3}[   ]?\d{3})\b/.exec(text)[1].replace(/\D/g, '');
}

class Visit {
  constructor(name, page) {
    Object.assign(this, { name, page, ...tour.cases[name], seen: 0, requested: [] });
    page.on('request', (request) => this.requested.push(request.url()));
    page.on('console', (message) => message.type() === 'error' && !/status of 4\d\d/.test(message.text()) && objections.push(`${name}: ${message.text()}`));
  }

  // A picture, the width, and what axe says of the same HTML; then the words of the page.
  async look(what) {
    const file = `${this.name}-${String(++this.seen).padStart(2, '0')}-${what}.png`;
    await this.picture(join(tour.pictures, file));
    pages += 1;
    await judge.setContent(await this.page.content());
    const wide = await judge.evaluate(() => document.documentElement.scrollWidth);
    if (wide > PHONE.width) objections.push(`${file}: ${wide} pixels wide`);
    await judge.evaluate(axeSource);
    const told = await judge.evaluate((rules) => window.axe.run({ runOnly: rules }), RULES);
    for (const { id, impact, nodes } of told.violations) {
      if (['serious', 'critical'].includes(impact)) objections.push(`${file}: axe ${id} (${impact}) ${nodes[0].html}`);
    }
    return this.page.locator('main').innerText();
  }

  // On a busy machine a browser may fail to draw a long page at once; the page itself is not to blame.
  async picture(path, tries = 3) {
    try {
      await this.page.screenshot({ path, fullPage: true });
    } catch (error) {
      if (tries <= 1) throw error;
      await this.page.waitForTimeout(1000);
      await this.picture(path, tries - 1);
    }
  }

  async home() {
    const answer = await this.page.goto(this.url);
    if (answer.status() !== 200) throw new Error(`${this.name}: the link answers ${answer.status()}`);
    return this.look('home');
  }

  async open(action) {
    await this.page.locator(`main a[href$="/${action}"]`).first().click();
    await this.look(`${action}-form`);
  }

  async send(what) {
    await this.page.locator('main form button[type=submit]').first().click();
    return this.look(what);
  }

  async confirm() {
    await this.page.locator('main button[name=confirm]').click();
    texts[this.name] = await this.look('result');
    return texts[this.name];
  }

  async code(submit = 'code-asked') {
    await this.send(submit);
    await this.page.locator('[name=digits]').fill(await readCode(this.case_id));
  }

  fill(name, value) {
    return this.page.locator(`main [name="${name}"]`).fill(value);
  }

  choose(name, value) {
    return this.page.locator(`main [name="${name}"][value="${value}"]`).check();
  }

  attach() {
    return this.page.locator('main input[type=file]').first().setInputFiles(tour.proof);
  }
}

const actions = {
  async promise(visit) {
    await visit.open('promise');
    await visit.send('promise-faults');
    await visit.choose('how_much', 'part');
    await visit.fill('amount', '300,00');
    await visit.fill('pay_on', tour.soon);
    await visit.send('promise-review');
    await visit.confirm();
    await visit.home();
  },
  async paid(visit) {
    await visit.open('paid');
    await visit.fill('paid_on', tour.today);
    await visit.choose('method', 'bank_transfer');
    await visit.send('paid-review');
    await visit.attach();
    await visit.confirm();
    await visit.home();
  },
  async dispute(visit) {
    await visit.open('dispute');
    await visit.choose('reason', 'goods_not_received');
    await visit.fill('detail', 'Deux cartons sur quatre manquaient à la livraison.');
    await visit.fill('amount', '600,00');
    await visit.send('dispute-review');
    await visit.attach();
    await visit.confirm();
    await visit.home();
  },
  async 'wrong-person'(visit) {
    await visit.open('wrong-person');
    await visit.send('wrong-person-review');
    await visit.confirm();
    await visit.home();
  },
  async channels(visit) {
    await visit.open('channels');
    await visit.page.locator('main [name=use_sms]').uncheck();
    await visit.send('channels-review');
    await visit.confirm();
  },
  async plan(visit) {
    await visit.open('plan');
    await visit.fill('count', '3');
    await visit.choose('every', 'monthly');
    await visit.fill('first_on', tour.soon);
    await visit.send('plan-review');
    await visit.confirm();
    await visit.home();
    await sign(visit);
    await visit.home();
  },
  async answer(visit) {
    await visit.page.locator('main a[href$="/answer"]').first().click();
    await visit.look('answer-form');
    await visit.choose('answer', 'accept');
    await visit.send('answer-review');
    await visit.confirm();
    await visit.home();
  },
  async documents(visit) {
    await visit.open('documents');
    await visit.code();
    await visit.send('documents');
    const link = visit.page.locator('main a[href*="document"]').first();
    const [download] = await Promise.all([visit.page.waitForEvent('download'), link.click({ noWaitAfter: true })]);
    texts.documents = download.suggestedFilename();
    await visit.home();
  },
  async english(visit) {
    await visit.page.locator('a[hreflang="en"], a[lang="en"]').first().click();
    texts.english = await visit.look('english');
  },
};

// The amount is typed, in figures and in words, and confirmed by the code that came (PLAN_03).
async function sign(visit) {
  await visit.open('sign');
  if (await visit.page.locator('main [name=contact]').count() && !(await visit.page.locator('main [name=words]').count())) {
    await visit.code();
    await visit.send('sign-form');
  }
  // The text shows the amount in both forms; the debtor writes both out.
  const said = (await visit.page.locator('main').innerText()).replace(/\s+/gu, ' ');
  const [, figures, words] = /somme de ([\d ]+,\d\d) € \(([^)]+)\)/u.exec(said);
  await visit.fill('figures', figures);
  await visit.fill('words', words);
  await visit.send('sign-code');
  await visit.page.locator('[name=digits]').fill(await readCode(visit.case_id));
  const confirm = visit.page.locator('main button[name=confirm]');
  await (await confirm.count() ? confirm : visit.page.locator('main form button[type=submit]')).first().click();
  texts.sign = await visit.look('signed');
}

for (const name of Object.keys(tour.cases)) {
  const context = await browser.newContext({ viewport: PHONE, javaScriptEnabled: tour.script, locale: 'fr-FR' });
  const visit = new Visit(name, await context.newPage());
  try {
    await visit.home();
    await actions[name](visit);
  } catch (error) {
    await visit.look('stuck').catch(() => {});
    objections.push(`${name}: ${error.message}`);
  }
  const origin = new URL(visit.url).origin;
  const elsewhere = visit.requested.filter((url) => !url.startsWith(origin) && !url.startsWith('data:'));
  if (elsewhere.length) objections.push(`${name}: asks ${elsewhere[0]}`);
  await context.close();
}
await browser.close();
console.log(JSON.stringify({ pages, objections, texts }));
