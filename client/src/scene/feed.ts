/**
 * What the stage camera sees: objects on this layer besides their own. A place puts its stage on it; the crowd puts the people drawn in
 * detail on it, so that performers appear on the screens without drawing the audience twice.
 */
export const FEED_LAYER = 2;

/** What a shot of the audience sees besides: the hall about it, and everyone in it. */
export const CROWD_LAYER = 3;
