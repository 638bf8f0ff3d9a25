import type { Placed } from './clock.js';
import type { Subject } from './faults.js';

/** What Terraform does with a resource. */
export type Action = 'create' | 'update' | 'delete';

/** What all events say. */
interface Happened {
  /** Virtual time in milliseconds. */
  readonly at: number;
  /** Name of the request, e.g. `machine.deploy`; of an operation, as `maas_instance.create`. */
  readonly request: string;
  readonly subject: Subject;
  /** What was answered in its place; null where it was done. */
  readonly refused: string | null;
}

/** A request to the API, and its answer. */
export interface RequestEvent extends Happened {
  readonly type: 'request';
}

/** A machine that came into a state. */
export interface StatusEvent extends Happened {
  readonly type: 'status';
  /** In the words of the provisioner. */
  readonly status: string;
  /** Virtual time at which the state ends by itself; null: it does not. */
  readonly until: number | null;
}

/** One operation of Terraform that took time, when it has ended. */
export interface OperationEvent extends Happened, Placed {
  readonly type: 'operation';
  readonly action: Action;
  /** Type of the resource. */
  readonly resource: string;
}

/** A fault of the scenario that came about. */
export interface FaultEvent extends Happened {
  readonly type: 'fault';
  readonly fault: string;
}

/** One thing that happened. Never holds a secret: neither power parameters nor user data are part of it. */
export type LabEvent = RequestEvent | StatusEvent | OperationEvent | FaultEvent;

/** What happened in a lab, in order. */
export interface Events {
  add(event: LabEvent): void;
}

/** Told of each event as it happens. */
export type Listener = (event: LabEvent) => void;

/** Events to several. A state that a machine has already is not told again. */
export function eventsTo(...listeners: readonly Listener[]): Events {
  const states = new Map<string, string>();
  return {
    add: (event) => {
      if (event.type === 'status') {
        const { subject, status } = event;
        const { machine = '' } = subject;
        if (states.get(machine) === status) return;
        states.set(machine, status);
      }
      for (const listener of listeners) listener(event);
    },
  };
}

const unitsOfTime = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
] as const;

/** A length of time in its two largest units, e.g. `1 h 05 m`. @param milliseconds rounded to seconds */
export function printTime(milliseconds: number): string {
  let left = Math.round(milliseconds / 1000);
  const parts: string[] = [];
  for (const [unit, seconds] of unitsOfTime) {
    const count = Math.floor(left / seconds);
    left -= count * seconds;
    if (count > 0 || parts.length > 0 || unit === 's')
      parts.push(`${parts.length > 0 ? String(count).padStart(2, '0') : count} ${unit}`);
  }
  return parts.slice(0, 2).join(' ');
}

/** A point in virtual time as `d+hh:mm:ss`, the days where there are any. */
export function printMoment(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const [day, hour] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24];
  const clock = `${two(hour)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return day === 0 ? clock : `${day}+${clock}`;
}

/** What happened, in words, without its time and machine. */
export function printWhat(event: LabEvent): string {
  const { request, refused } = event;
  switch (event.type) {
    case 'request':
      return refused === null ? request : `${request}: ${refused}`;
    case 'status':
      return event.until === null
        ? `is ${event.status}`
        : `is ${event.status} until ${printMoment(event.until)}`;
    case 'fault':
      return `fault ${event.fault} at ${request}`;
    case 'operation': {
      const took = `${request} took ${printTime(event.end - event.start)}`;
      return refused === null ? took : `${took}, and failed: ${refused}`;
    }
  }
}
