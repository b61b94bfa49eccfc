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

/** The time in whole seconds since 1970, as Key Vault writes it. */
export const unixTime = ({ clock }: { clock: Clock }): number => Math.floor(clock.now().getTime() / 1000);
