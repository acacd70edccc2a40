package io.kubelens.http;

import io.kubelens.config.Config;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Vertx;
import io.vertx.core.http.impl.Http1xOrH2CHandler;
import io.vertx.core.http.impl.Http1xUpgradeToH2CHandler;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.net.NetServerOptions;
import java.util.concurrent.TimeUnit;

/**
 * The deadline for the first head of a connection without TLS. Where h2c is on, Vert.x tells of a connection only once
 * it has read a whole head, so {@link Deadlines} would never hear of a client that does not finish one. Until then two
 * handlers of Vert.x' own are in the channel's pipeline; a test holds this.
 */
public final class FirstHead extends JDKTransport {
    private final long seconds;

    private FirstHead(long seconds) {
        this.seconds = seconds;
    }

    /** The Vert.x of the gateway, its only one. */
    public static Vertx vertx(Config.Server config) {
        return new VertxBuilder()
                .findTransport(new FirstHead(config.headerTimeoutSeconds()))
                .init()
                .vertx();
    }

    @Override
    public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
        super.configure(options, domainSocket, bootstrap);
        bootstrap.handler(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext server, Object accepted) {
                Channel channel = (Channel) accepted;
                channel.pipeline().addFirst(new Deadline());
                server.fireChannelRead(accepted);
            }
        });
    }

    private final class Deadline extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext accepted) {
            ScheduledFuture<?> check =
                    accepted.executor().schedule(() -> check(accepted.channel()), seconds, TimeUnit.SECONDS);
            accepted.channel().closeFuture().addListener(gone -> check.cancel(false));
            accepted.pipeline().remove(this);
            accepted.fireChannelActive();
        }

        private static void check(Channel channel) {
            if (channel.pipeline().get(Http1xOrH2CHandler.class) != null
                    || channel.pipeline().get(Http1xUpgradeToH2CHandler.class) != null) {
                channel.unsafe().close(channel.voidPromise());
            }
        }
    }
}
