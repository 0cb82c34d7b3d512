/* What went wrong with a call, as the server told it (RFC 9457), or as the network did. */

export interface Fault {
  pointer?: string;
  parameter?: string;
  detail: string;
}

export interface Near {
  id: string;
  name: string;
  company: string | null;
}

export interface ProblemTold {
  status: number;
  detail: string;
  errors?: Fault[];
  near?: Near[];
  reference?: string;
  wait?: number;
}

export class Problem extends Error {
  readonly status: number;
  readonly faults: Fault[];
  readonly near: Near[];
  /* Seconds after which it may be tried again, or 0. */
  readonly wait: number;

  constructor(told: ProblemTold) {
    super(told.detail);
    this.status = told.status;
    this.faults = told.errors ?? [];
    this.near = told.near ?? [];
    this.wait = told.wait || 0;
  }
}

/* Faults by the first part of their pointer, which is the name of a field. */
export function faultsByField(problem: Problem): Record<string, string> {
  const byField: Record<string, string> = {};
  for (const fault of problem.faults) {
    const field = (fault.pointer ?? fault.parameter ?? '').split('/').filter(Boolean)[0];
    if (field && !byField[field]) byField[field] = fault.detail;
  }
  return byField;
}
