package io.kubelens.store;

import java.nio.file.Path;

/** A process that stores capsules until it is killed, and says which are acknowledged. Argument: a directory. */
final class KilledWriter {
    private KilledWriter() {}

    static String config(Path directory) {
        return "storage: {database_url: \"sqlite://" + directory.resolve("k.db") + "\"}\n";
    }

    static String log(int run) {
        return Capsules.lines(500 + run);
    }

    public static void main(String[] args) {
        Path directory = Path.of(args[0]);
        MovingClock clock = new MovingClock();
        Capsules capsules = new Capsules(clock);
        try (StoreRoutes routes = new StoreRoutes(StoreConfig.read(directory, config(directory)), clock)) {
            for (int run = 0; run < 100_000; run++) {
                routes.store(capsules.of("web-1", run, log(run)));
                System.out.println("stored " + run);
            }
        }
    }
}
