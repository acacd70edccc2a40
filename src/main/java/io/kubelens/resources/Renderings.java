package io.kubelens.resources;

import java.lang.ref.SoftReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The last list of each namespace in one form, to be sent again while nothing has changed: many users poll the same one.
 * It is good for exactly the objects that it was made of (watches replace an object when it changes) and the same state of
 * all else. Kept while memory lasts.
 *
 * @param <S> what is listed
 * @param <T> what is sent
 */
final class Renderings<S, T> {
    private final Function<S, ?> identity;
    private final Map<String, Last<T>> byNamespace = new ConcurrentHashMap<>();

    /** {@code identity} gives what is another object whenever anything to be sent is different; a list for several. */
    Renderings(Function<S, ?> identity) {
        this.identity = identity;
    }

    /** All of one namespace. Whoever asks while it is being made waits for it. */
    List<T> of(String namespace, List<S> all, Object state, Function<S, T> render) {
        Object[] made = all.stream().map(identity).toArray();
        return byNamespace
                .computeIfAbsent(namespace, name -> new Last<>())
                .get(made, state, () -> all.stream().map(render).toList());
    }

    private static final class Last<T> {
        private final ReentrantLock lock = new ReentrantLock();
        private SoftReference<Rendering<T>> rendering = new SoftReference<>(null);

        List<T> get(Object[] made, Object state, Supplier<List<T>> render) {
            lock.lock();
            try {
                @Nullable Rendering<T> last = rendering.get();
                if (last == null || !last.isOf(made, state)) {
                    last = new Rendering<>(made, state, new RenderedList<>(render.get()));
                    rendering = new SoftReference<>(last);
                }
                return last.list;
            } finally {
                lock.unlock();
            }
        }
    }

    private static final class Rendering<T> {
        private final Object[] made;
        private final Object state;
        private final List<T> list;

        Rendering(Object[] made, Object state, List<T> list) {
            this.made = made;
            this.state = state;
            this.list = list;
        }

        boolean isOf(Object[] others, Object otherState) {
            if (made.length != others.length || !state.equals(otherState)) {
                return false;
            }
            for (int i = 0; i < made.length; i++) {
                if (!isSame(made[i], others[i])) {
                    return false;
                }
            }
            return true;
        }

        /** Texts are what has been looked up elsewhere; everything else is an object of a cache. */
        private static boolean isSame(Object one, Object other) {
            if (one instanceof List<?> some && other instanceof List<?> others) {
                boolean same = some.size() == others.size();
                for (int i = 0; same && i < some.size(); i++) {
                    same = isSame(some.get(i), others.get(i));
                }
                return same;
            }
            return one == other || (one instanceof String text && text.equals(other));
        }
    }
}
