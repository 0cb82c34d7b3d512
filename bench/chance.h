/* Chance that the seed decides: the same seed gives the same logbook, byte for byte. */
#ifndef KITH_BENCH_CHANCE_H
#define KITH_BENCH_CHANCE_H

#include "base/arena.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

struct chance {
    uint64_t state;
};

/* SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014). */
static inline uint64_t chance_next(struct chance *chance)
{
    uint64_t z = (chance->state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* From 0 to below 1. */
static inline double chance_part(struct chance *chance)
{
    return (double)(chance_next(chance) >> 11) * 0x1p-53;
}

/* From 0 to below `count`. */
static inline unsigned chance_below(struct chance *chance, unsigned count)
{
    return (unsigned)(chance_part(chance) * count);
}

static inline bool chance_of(struct chance *chance, unsigned percent)
{
    return chance_below(chance, 100) < percent;
}

/* How often the thing of each rank comes: as 1 / (rank + 1) to a power. */
struct zipf {
    double *sums; /* by rank: of its weight and of all before it */
    unsigned count;
};

static inline struct zipf zipf_make(struct arena *arena, unsigned count, double power)
{
    struct zipf zipf = {arena_take(arena, count * sizeof(double)), count};
    double sum = 0;
    for (unsigned i = 0; i < count; i++)
        zipf.sums[i] = sum += pow(i + 1, -power);
    return zipf;
}

/* A rank below `most`, which is at most the count. */
static inline unsigned zipf_pick(const struct zipf *zipf, struct chance *chance, unsigned most)
{
    double wanted = chance_part(chance) * zipf->sums[most - 1];
    unsigned low = 0;
    unsigned high = most - 1;
    while (low < high) {
        unsigned middle = (low + high) / 2;
        if (zipf->sums[middle] <= wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

#endif
