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
