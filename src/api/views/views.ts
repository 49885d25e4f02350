import { Injectable } from '@nestjs/common';
import { Broker } from '../../core/redis/broker.js';
import { Keys } from '../../core/redis/keys.js';
import { isoTime } from '../../platform/timing/iso-time.js';
import { type Principal, mayAct, shownName } from '../access/principal.js';
import { AccessError } from '../problems/access-error.js';
import { InvalidRequestError } from '../problems/invalid-request.js';
import type { ViewDto, ViewRequestDto } from './view.dto.js';
import { ViewNotFoundError } from './view-not-found-error.js';
import { type ViewPlace, putView, removeView } from './view-scripts.js';

/** Maximum number of views of one key, and of shared ones. */
const MOST_OWN = 100;
const MOST_SHARED = 500;

type Stored = Omit<ViewDto, 'name' | 'shared'>;

/** Saved queries, in the broker. A client's own view hides a shared one of the same name. */
@Injectable()
export class Views {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
  ) {}

  /** By name. */
  async list(client: Principal): Promise<ViewDto[]> {
    const { producer } = this.broker;
    const { own, shared } = this.placeOf(client, '');
    const [mine, all] = await this.broker.ask(Promise.all([producer.hgetall(own), producer.hgetall(shared)]));
    const views = new Map([...viewsIn(all, true), ...viewsIn(mine, false)].map((view) => [view.name, view]));
    return [...views.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** @throws ViewNotFoundError */
  async get(client: Principal, name: string): Promise<ViewDto> {
    const { producer } = this.broker;
    const { own, shared } = this.placeOf(client, name);
    const reading = Promise.all([producer.hget(own, name), producer.hget(shared, name)]);
    const [mine, others] = await this.broker.ask(reading);
    const found = mine ?? others;
    if (found === null) throw new ViewNotFoundError(name);
    return viewOf(name, found, mine === null);
  }

  /** @throws AccessError for a shared view without the role, or of another owner; InvalidRequestError if there are too many */
  async put(client: Principal, name: string, request: ViewRequestDto): Promise<{ isNew: boolean }> {
    const { q, sort = 'created', order = 'desc', shared: isShared = false } = request;
    if (isShared && !mayAct(client.role, 'operator'))
      throw AccessError.forbidden(
        `Sharing a view requires the role operator; the key ${client.name} has the role ${client.role}.`,
      );
    const place = this.placeOf(client, name);
    const stored: Stored = { q, sort, order, owner: place.owner, updated_at: isoTime(Date.now()) };
    const most = isShared ? MOST_SHARED : MOST_OWN;
    const putting = putView(this.broker.producer, place, { record: JSON.stringify(stored), isShared, most });
    const outcome = await this.broker.ask(putting);
    if (outcome === 'foreign') throw foreign(name);
    if (outcome === 'full')
      throw new InvalidRequestError([
        { parameter: 'name', message: `There are ${most} views already: delete one first` },
      ]);
    return { isNew: outcome === 'created' };
  }

  /** @throws ViewNotFoundError; AccessError for a shared view of another owner */
  async remove(client: Principal, name: string): Promise<void> {
    const outcome = await this.broker.ask(removeView(this.broker.producer, this.placeOf(client, name)));
    if (outcome === 'missing') throw new ViewNotFoundError(name);
    if (outcome === 'foreign') throw foreign(name);
  }

  private placeOf(client: Principal, view: string): ViewPlace {
    const owner = shownName(client);
    const isAdmin = mayAct(client.role, 'admin');
    return { own: this.keys.views(owner), shared: this.keys.sharedViews, view, owner, isAdmin };
  }
}

function viewsIn(hash: Readonly<Record<string, string>>, isShared: boolean): ViewDto[] {
  return Object.entries(hash).map(([name, text]) => viewOf(name, text, isShared));
}

/** Only `put` writes it. */
function viewOf(name: string, text: string, isShared: boolean): ViewDto {
  const { q, sort, order, owner, updated_at } = JSON.parse(text) as Stored;
  return { name, q, sort, order, shared: isShared, owner, updated_at };
}

function foreign(name: string): AccessError {
  return AccessError.forbidden(
    `The shared view ${JSON.stringify(name)} belongs to another key: only its owner or an admin may change it. ` +
      'Save yours under another name.',
  );
}
