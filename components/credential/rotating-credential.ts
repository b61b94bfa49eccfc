// What components with rotating credentials share: the inputs, their checks and defaults, and the live generations.
import * as pulumi from "@pulumi/pulumi";
import { defaultLifetime, defaultPeriod } from "../../azure/rotation";
import type { Problem } from "../inputs/validation";
import {
    defaultStartsOn,
    type Generation,
    liveGenerations,
    type RotationInputs,
    rotationProblems,
    today,
} from "./rotation";

/** When a credential rotates. Whole days, in UTC. */
export interface RotationArgs {
    /**
     * First day of the first generation, `YYYY-MM-DD`. Defaults to a day in 2024 that depends on project, stack and name,
     * so that credentials rotate on different days.
     */
    startsOn?: string;
    /** Days from one generation to the next; at most half of the lifetime. Defaults to 180. */
    period?: number;
    /** Days from the start of a generation to the expiry of its password; at most 365. Defaults to 365. */
    lifetime?: number;
    /**
     * The date that this deployment uses for rotation, `YYYY-MM-DD`. A date after today makes new passwords valid for more
     * than `lifetime`, by as many days. Defaults to today (UTC).
     */
    asOf?: string;
    /**
     * A counter. Raise it after a leak: every live password is replaced at once. Defaults to 0.
     */
    revision?: number;
}

/**
 * The inputs that the engine records for a component: all but `asOf`, which would show the component as changed at each
 * deployment.
 */
export function recordedInputs<Args extends { asOf?: string }>({ asOf: _day, ...declared }: Args): Omit<Args, "asOf"> {
    return declared;
}

/** What is wrong with the rotation of the credential of that name. */
export function rotationArgsProblems(name: string, args: RotationInputs): Problem[] {
    return rotationProblems(args, startsOnOf(name, args), args.asOf ?? today());
}

/** The generations to declare, the current one last. */
export function generationsOf(name: string, args: RotationInputs): Generation[] {
    const { period = defaultPeriod, lifetime = defaultLifetime, asOf = today() } = args;
    return liveGenerations({ startsOn: startsOnOf(name, args), period, lifetime }, asOf);
}

function startsOnOf(name: string, { startsOn, period = defaultPeriod }: RotationInputs): string {
    return startsOn ?? defaultStartsOn(pulumi.getProject(), pulumi.getStack(), name, period);
}
