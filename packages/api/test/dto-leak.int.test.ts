import { createAuth } from '@keyfall/auth';
import { INCOME_MODELS, type DistributorId, type LoginId, type MembershipId, type SessionId } from '@keyfall/contracts';
import { isDomainError } from '@keyfall/core';
import { makeLeakScene, showsFigure, type LeakReader, type LeakScene } from '@keyfall/core/orders/testing';
import { callTRPCProcedure, type AnyRouter } from '@trpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { portalApi } from '../src/routers/portal/index.ts';
import { shopApi } from '../src/routers/shop/index.ts';
import type { PortalContext, RequestFacts, ShopContext } from '../src/trpc/context.ts';
import { errorDataOf } from '../src/trpc/errors.ts';

const NOBODY = '0190b3b0-0000-7000-8000-000000000009';
const ALL = { limit: 200 };

/** What each query of the portal is asked. One that is not named here fails the test: it has to be asked something. */
function portalInputs({ skuId, order, world }: LeakScene): Readonly<Record<string, unknown>> {
  const dayAfter = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const period = { from: dayAfter(-20), until: dayAfter(1) };
  const lines = [{ skuId, quantity: 1 }];
  return {
    'alerts.list': ALL,
    'alerts.unseen': undefined,
    'audit.list': ALL,
    'collecting.get': undefined,
    'dashboard.get': undefined,
    'downlinePrices.targets': undefined,
    'downlinePrices.lists': undefined,
    'downlinePrices.rules': undefined,
    'downlinePrices.grid': { ...ALL, by: 'children' },
    'downlinePrices.lifted': ALL,
    'downlinePrices.ownCost': { skuId, quantity: 1 },
    'income.list': ALL,
    'income.explain': { orderNo: order.orderNo, line: 1 },
    'income.totals': undefined,
    'income.byChild': {},
    'income.weeks': undefined,
    'invoices.list': ALL,
    'invoices.get': { invoiceId: NOBODY },
    'invoices.billable': { period },
    'invoices.sales': ALL,
    'invoices.sale': { invoiceId: NOBODY },
    'invoices.issuer': undefined,
    'orders.list': ALL,
    'orders.get': { orderNo: order.orderNo },
    'prices.list': { ...ALL, shopId: world.shop.id },
    'purchases.goods': ALL,
    'purchases.quote': { lines },
    'purchases.list': ALL,
    'purchases.get': { orderNo: order.orderNo },
    'referrals.get': undefined,
    'reports.sales': { period, by: 'sku' },
    'session.me': undefined,
    'session.sessions': undefined,
    'shops.list': ALL,
    'shops.get': { id: world.shop.id },
    'shops.domains': { id: world.shop.id },
    'statements.read': { period },
    'statements.entries': { ...ALL, period, accountId: NOBODY },
    'team.list': undefined,
    'payees.list': undefined,
    'withdrawals.desk': undefined,
    'withdrawals.list': ALL,
    'withdrawals.get': { withdrawalId: NOBODY },
    'withdrawals.preview': { amount: { amount: '1.00', currency: 'CNY' }, payeeId: NOBODY },
    'wallet.get': undefined,
    'wallet.entries': ALL,
    'wallet.topUps': ALL,
    'wallet.topUp': { topUpId: NOBODY },
    'wallet.payBackSources': undefined,
    'wallet.payBacks': ALL,
    'application.get': undefined,
    'downline.list': undefined,
    'downline.income': { days: 30 },
    'downline.former': undefined,
    'downline.applicationLink': undefined,
    'downline.applicant': { id: world.chain[2]!.id },
  };
}

function shopInputs({ skuId, order }: LeakScene): Readonly<Record<string, unknown>> {
  return {
    'account.get': undefined,
    'account.sessions': undefined,
    'brand.get': undefined,
    'brand.legalText': { name: 'terms' },
    'catalog.categories': undefined,
    'catalog.products': ALL,
    'catalog.product': { slug: 'video-vip' },
    'checkout.quote': { lines: [{ skuId, quantity: 1 }] },
    'checkout.methods': { orderNo: order.orderNo },
    'inbox.list': ALL,
    'invoices.list': ALL,
    'orders.get': { orderNo: order.orderNo },
    'orders.list': ALL,
    'session.me': undefined,
  };
}

function queriesOf(router: AnyRouter): readonly string[] {
  const known = router._def.procedures as Record<string, { readonly _def: { readonly type: string } }>;
  return Object.entries(known).flatMap(([name, { _def }]) => (_def.type === 'query' ? [name] : []));
}

/** What a query answers, as text; the code where it refuses. */
async function answerOf(router: AnyRouter, path: string, input: unknown, ctx: object): Promise<string> {
  const call = { router, path, getRawInput: () => Promise.resolve(input), ctx, type: 'query' as const };
  try {
    return JSON.stringify(await callTRPCProcedure({ ...call, signal: undefined, batchIndex: 0 })) ?? 'nothing';
  } catch (error) {
    const { cause } = error as Error;
    if (isDomainError(cause)) return `refused: ${cause.code}`;
    throw new Error(`${path}: ${errorDataOf(error as never, undefined).code}`, { cause: error });
  }
}

describe.each(INCOME_MODELS)('no answer of the API in the model %s', (model) => {
  let scene: LeakScene;
  let facts: RequestFacts;
  beforeAll(async () => {
    scene = await makeLeakScene(model);
    facts = { core: scene.world.core, requestId: 'leak', ip: null, userAgent: null, locale: 'en' };
  });
  afterAll(() => scene.world.close());

  const portalAs = (distributorId: DistributorId): PortalContext => ({
    ...facts,
    audience: 'portal',
    auth: createAuth({ core: scene.world.core, strict: false }),
    principal: {
      kind: 'distributor',
      tenantId: scene.world.tenantId,
      distributorId,
      loginId: NOBODY as LoginId,
      membershipId: NOBODY as MembershipId,
      sessionId: NOBODY as SessionId,
      role: 'owner',
      steppedUp: true,
    },
    loginKey: 'a'.repeat(64),
    secondFactorMissing: false,
  });

  /** Everything a reader is answered, and what of it shows something hidden from it. */
  async function walk(
    router: AnyRouter,
    inputs: Readonly<Record<string, unknown>>,
    ctx: object,
    reader: LeakReader,
  ): Promise<{ readonly answers: ReadonlyMap<string, string>; readonly leaks: readonly string[] }> {
    expect(Object.keys(inputs).toSorted()).toEqual(queriesOf(router).toSorted());
    const answers = new Map<string, string>();
    const leaks: string[] = [];
    for (const [path, input] of Object.entries(inputs)) {
      // The fraction of a second in a moment may look like any rate.
      const answer = (await answerOf(router, path, input, ctx)).replaceAll(/\d\dT\d\d:\d\d:[\d.]+Z/g, '');
      answers.set(path, answer);
      for (const [name, minor] of Object.entries(scene.hiddenFrom(reader)))
        if (showsFigure(answer, minor)) leaks.push(`${path} shows ${name}`);
      for (const text of scene.textsHiddenFrom(reader)) if (answer.includes(text)) leaks.push(`${path} shows ${text}`);
    }
    return { answers, leaks };
  }

  const readersOf = ({ world, sibling }: LeakScene) =>
    [
      ['L1', world.chain[0]!.id],
      ['L2', world.chain[1]!.id],
      ['L3', world.chain[2]!.id],
      ['sibling', sibling.id],
    ] as const;

  it('tells a distributor more than its own figures and what its downline brings it', async () => {
    const shownBy = new Map<string, readonly string[]>();
    for (const [reader, distributorId] of readersOf(scene)) {
      const { answers, leaks } = await walk(portalApi, portalInputs(scene), portalAs(distributorId), reader);
      expect([reader, leaks]).toEqual([reader, []]);
      const income = answers.get('income.list') ?? '';
      const shown = Object.entries(scene.figures)
        .filter(([name, minor]) => name.includes(' of ') && !name.startsWith('cost') && showsFigure(income, minor))
        .map(([name]) => name);
      shownBy.set(reader, shown);
    }
    // The walk sees what there is to see: everybody's own income stands in its list.
    expect(Object.fromEntries(shownBy)).toEqual({
      L1: ['L1 of L3', 'L1 of sibling'],
      L2: ['L2 of L3', 'L2 of sibling'],
      L3: ['L3 of L3'],
      sibling: ['sibling of sibling'],
    });
  });

  it('tells a buyer anybody’s cost or income, or of other buyers', async () => {
    const { principal } = scene.order.buyer;
    const ctx: ShopContext = {
      ...facts,
      audience: 'shop',
      auth: createAuth({ core: scene.world.core, strict: false }),
      principal,
      host: `${scene.world.shop.slug}.localhost`,
      shopStatus: 'open',
    };
    const { answers, leaks } = await walk(shopApi, shopInputs(scene), ctx, 'buyer');
    expect(leaks).toEqual([]);
    expect(answers.get('orders.get')).toContain(scene.order.orderNo);
  });
});
