package io.kubelens.demo;

import io.vertx.core.Context;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs a step on its event loop, once for any number of calls that come before it runs. */
final class Wakeup implements Runnable {
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Context context;
    private final Runnable step;

    Wakeup(Context context, Runnable step) {
        this.context = context;
        this.step = step;
    }

    @Override
    public void run() {
        if (scheduled.compareAndSet(false, true)) {
            context.runOnContext(now -> {
                scheduled.set(false);
                step.run();
            });
        }
    }
}
