package io.kubelens.resources;

import io.kubelens.kube.Labelled;
import io.kubelens.kube.Snapshot;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The last list of each namespace in one form, to be sent again while nothing has changed: many users poll the same one.
 * It is good for exactly the objects that it was made of and the same state of all else. When some have changed, only what
 * is near them is rendered. Kept while memory lasts.
 *
 * @param <S> what is listed; another object whenever anything of it is different
 * @param <T> what is sent
 */
final class Renderings<S extends Labelled, T> {
    /** So many neighbours are rendered when one has changed, on average: few are quick, many compress well. */
    private static final int NEIGHBOURS = 64;

    private final Map<String, Last<S, T>> byNamespace = new ConcurrentHashMap<>();

    /**
     * All of one namespace. Whoever asks while it is being made waits for it.
     *
     * @param state of all else that is told of them; the rest of the arguments must do the same for the same state
     * @param detail what is told of one in this state and not by itself
     */
    RenderedList<T> of(String namespace, List<S> all, Object state, Function<S, String> detail, Function<S, T> render) {
        return byNamespace.computeIfAbsent(namespace, name -> new Last<>()).get(all, state, detail, render);
    }

    private static final class Last<S extends Labelled, T> {
        private final ReentrantLock lock = new ReentrantLock();
        private volatile SoftReference<Rendering<S, T>> rendering = new SoftReference<>(null);

        RenderedList<T> get(List<S> all, Object state, Function<S, String> detail, Function<S, T> render) {
            Rendering<S, T> last = rendering.get();
            if (last != null && last.isOf(all, state)) {
                return last.list;
            }
            lock.lock();
            try {
                last = rendering.get();
                if (last == null || !last.isOf(all, state)) {
                    last = Rendering.of(all, state, last, detail, render);
                    rendering = new SoftReference<>(last);
                }
                return last.list;
            } finally {
                lock.unlock();
            }
        }
    }

    private record Rendering<S extends Labelled, T>(
            List<S> made, Object state, IdentityHashMap<S, Piece<S, T>> byFirst, RenderedList<T> list) {

        static <S extends Labelled, T> Rendering<S, T> of(
                List<S> all,
                Object state,
                @Nullable Rendering<S, T> last,
                Function<S, String> detail,
                Function<S, T> render) {
            IdentityHashMap<S, Piece<S, T>> pieces = new IdentityHashMap<>();
            List<Piece<S, T>> inOrder = new ArrayList<>();
            boolean sameState = last != null && last.state.equals(state);
            for (List<S> some : divided(all)) {
                Piece<S, T> known = last == null ? null : last.byFirst.get(some.getFirst());
                Piece<S, T> piece = known != null && known.isOf(some) && (sameState || known.tells(detail))
                        ? known
                        : Piece.of(some, detail, render);
                pieces.put(piece.first(), piece);
                inOrder.add(piece);
            }
            List<S> made = all instanceof Snapshot<S> ? all : List.copyOf(all);
            return new Rendering<>(made, state, pieces, new RenderedList<>(inOrder));
        }

        /** Where it is divided depends on the names alone: what comes or goes in one place moves nothing elsewhere. */
        private static <S extends Labelled> List<List<S>> divided(List<S> all) {
            List<List<S>> parts = new ArrayList<>();
            int begin = 0;
            for (int i = 0; i < all.size(); i++) {
                boolean ends = ((all.get(i).name().hashCode() * 0x9E3779B9) >>> 8) % NEIGHBOURS == 0;
                if (ends || i == all.size() - 1 || i - begin == 4 * NEIGHBOURS) {
                    parts.add(all.subList(begin, i + 1));
                    begin = i + 1;
                }
            }
            return parts;
        }

        boolean isOf(List<S> others, Object otherState) {
            boolean same = state.equals(otherState) && made.size() == others.size();
            if (made instanceof Snapshot<S> && made == others) {
                return same;
            }
            for (int i = 0; same && i < others.size(); i++) {
                same = made.get(i) == others.get(i);
            }
            return same;
        }
    }
}
