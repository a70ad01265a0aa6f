// Most tests wait for a server to start or for something to happen: four at once fill two cores. What measures time, or needs
// the machine for itself, is marked NonParallelizable and comes after the others.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(4)]
