// The emulator's own time: the machine's, plus an offset that is part of the state and so outlives a restart.
import type { Clock } from "./server/service";
import type { AzureState } from "./state/azure-state";

export const createClock = (state: AzureState, save: () => void): Clock => ({
    now: () => new Date(Date.now() + state.clockOffset),
    set(date) {
        const time = date.getTime();
        if (Number.isNaN(time)) throw new Error("The emulator's clock was given an invalid date; give it a valid one.");
        state.clockOffset = time - Date.now();
        save();
    },
});

/** The time as Azure Resource Manager and the registries write it: with seven digits of a second. */
export const azureTime = ({ clock }: { clock: Clock }, zone: "Z" | "+00:00" = "+00:00"): string =>
    clock.now().toISOString().replace("Z", `0000${zone}`);

/** The milliseconds of an ISO 8601 duration in days, hours and minutes, such as `P30D`; `undefined` for another. */
export const durationOf = (duration: string): number | undefined => {
    const [, days = 0, hours = 0, minutes = 0] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration) ?? [];
    return (Number(days) * 1440 + Number(hours) * 60 + Number(minutes)) * 60_000 || undefined;
};

/** The time in whole seconds since 1970, as Key Vault writes it. */
export const unixTime = ({ clock }: { clock: Clock }): number => Math.floor(clock.now().getTime() / 1000);

/**
 * Whether so many seconds went by since something was made, so that its effect is there. What was made after the time that
 * the clock was set back to counts as old.
 */
export const hasPassed = ({ clock }: { clock: Clock }, since: string, seconds: number): boolean => {
    const age = clock.now().getTime() - Date.parse(since);
    return age < 0 || age >= seconds * 1000;
};
