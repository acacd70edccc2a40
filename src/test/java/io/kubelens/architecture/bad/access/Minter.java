package io.kubelens.architecture.bad.access;

import com.github.victools.jsonschema.generator.Option;
import io.fabric8.kubernetes.api.model.Pod;
import io.kubelens.architecture.bad.Wiring;
import io.kubelens.architecture.bad.demo.Mint;
import io.kubelens.architecture.bad.http.Allowed;
import io.kubelens.architecture.bad.logs.LogManager;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import picocli.CommandLine.Command;

/** A feature that imports everything that a feature must not. */
@Command
public final class Minter {
    private static final Logger LOG = Logger.getLogger(Wiring.class.getName());

    private final LogManager logs;

    public Minter(LogManager logs) {
        this.logs = logs;
    }

    public void mint(Exchange exchange, Pod pod, Mint mint, Allowed edge, Option option, DataSource database) {
        System.out.println(exchange.getExchangeId()
                + pod.getKind()
                + mint.mint()
                + edge.id(exchange)
                + logs.hashCode()
                + option.name()
                + database);
        LOG.info("minted");
    }
}
