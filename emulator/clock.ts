// The cloud's own time: the machine's, plus an offset that is part of the world and so outlives a restart.
import type { Clock } from "./server/service";
import type { World } from "./state/world";

export const createClock = (world: World, save: () => void): Clock => ({
    now: () => new Date(Date.now() + world.clockOffset),
    set(date) {
        const time = date.getTime();
        if (Number.isNaN(time)) throw new Error("The cloud's clock was given an invalid date; give it a valid one.");
        world.clockOffset = time - Date.now();
        save();
    },
});
