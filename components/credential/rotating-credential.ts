// What the rotating credentials share: their inputs, checked and with defaults filled in, and their live generations.
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
     * First day of the first generation, `YYYY-MM-DD`. Defaults to a fixed day in 2024 plus some days that depend on
     * project, stack and name, so that not everything rotates on one day.
     */
    startsOn?: string;
    /** Days from one generation to the next; at most half of the lifetime. Defaults to 180. */
    period?: number;
    /** Days that each generation is valid; at most 365. Defaults to 365. */
    lifetime?: number;
    /** The day this deployment counts as, `YYYY-MM-DD`. Defaults to today. */
    asOf?: string;
    /**
     * A counter, to be raised after a leak: every live password is then replaced at once. Defaults to 0.
     */
    revision?: number;
}

/**
 * What a component tells the engine to record as its inputs: all but the day, which says nothing about what is declared
 * and would show the component as changed at each deployment.
 */
export function recordedInputs<Args extends { asOf?: string }>({ asOf: _day, ...declared }: Args): Omit<Args, "asOf"> {
    return declared;
}

/** What is wrong with the rotation of the credential of that name. */
export function rotationArgsProblems(name: string, args: RotationInputs): Problem[] {
    return rotationProblems(args, startsOnOf(name, args), args.asOf ?? today());
}

/** The generations to be declared, the current one last. */
export function generationsOf(name: string, args: RotationInputs): Generation[] {
    const { period = defaultPeriod, lifetime = defaultLifetime, asOf = today() } = args;
    return liveGenerations({ startsOn: startsOnOf(name, args), period, lifetime }, asOf);
}

function startsOnOf(name: string, { startsOn, period = defaultPeriod }: RotationInputs): string {
    return startsOn ?? defaultStartsOn(pulumi.getProject(), pulumi.getStack(), name, period);
}
