// Most tests wait for a server to start or for something to happen: four at once fill two cores. What measures time, or needs
// the machine for itself, is marked NonParallelizable and comes after the others.
// A fixture whose tests may run beside each other (ParallelScope.All) has them put behind all others that wait, and lasts until then: none
// that starts a server of its own is marked so.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(4)]
