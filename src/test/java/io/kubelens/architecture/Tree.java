package io.kubelens.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;

/**
 * What may import what below one package. Imports go down only: root, edge, features, kernel.
 *
 * @param root {@code io.kubelens}, or the top of a tree that breaks every rule
 */
record Tree(String root) {
    private static final String[] FEATURES = {"access", "fleet", "hatch", "logs", "resources", "retention", "sessions"};
    private static final String[] EDGE = {"cli", "http", "openapi", "reload"};
    private static final String[] KERNEL = {"config", "kube", "request", "store"};

    List<ArchRule> rules() {
        return Stream.of(layers(), libraries(), manners()).flatMap(List::stream).toList();
    }

    private List<ArchRule> layers() {
        return List.of(
                none(outside("demo"), "import the demo", in("demo")),
                none(outside("demo").and(resideOutsideOfPackages(root)), "import the root", resideInAnyPackage(root)),
                none(in(FEATURES).or(in(KERNEL)), "import the edge", in(EDGE)),
                none(in("openapi"), "import the engine or the commands from openapi", in("cli", "http")),
                none(in(KERNEL), "import a feature", in(FEATURES)),
                slices().assignedFrom(new Features(root, List.of(FEATURES)))
                        .should()
                        .notDependOnEachOther()
                        .as("features do not import each other")
                        .allowEmptyShould(true),
                slices().matching(root + ".(*)..").should().beFreeOfCycles().as("no cycles"));
    }

    private List<ArchRule> libraries() {
        return List.of(
                none(
                        resideOutsideOfPackages(root, root + ".http..", root + "..route.."),
                        "import Camel outside the root, http and route packages",
                        resideInAnyPackage("org.apache.camel..")),
                none(outside("cli", "demo"), "import picocli", resideInAnyPackage("picocli..")),
                none(outside("openapi"), "import the schema generator", resideInAnyPackage("com.github.victools..")),
                none(
                        outside("demo", "hatch", "kube", "logs", "resources"),
                        "import fabric8",
                        resideInAnyPackage("io.fabric8..")),
                none(
                        outside("store"),
                        "import JDBC or Redis",
                        resideInAnyPackage(
                                "java.sql..",
                                "javax.sql..",
                                "com.zaxxer..",
                                "org.flywaydb..",
                                "org.redisson..",
                                "org.springframework..")),
                none(outside(), "import java.util.logging", resideInAnyPackage("java.util.logging..")));
    }

    private List<ArchRule> manners() {
        return List.of(
                noClasses()
                        .that(outside("cli", "demo"))
                        .should(ACCESS_STANDARD_STREAMS)
                        .as("no class but a command prints"),
                classes().should(new HavePackageInfo()),
                noClasses()
                        .should()
                        .resideInAnyPackage("..service..", "..impl..", "..model..", "..common..", "..util..")
                        .as("packages are domain words"),
                noClasses()
                        .should()
                        .haveNameMatching(".*(Manager|Helper|Utils?|Impl)|.*[.$]Abstract[A-Z][^.]*")
                        .as("classes are words that a user would say"));
    }

    private static ArchRule none(
            DescribedPredicate<JavaClass> who, String does, DescribedPredicate<? super JavaClass> what) {
        return noClasses()
                .that(who)
                .should()
                .dependOnClassesThat(what)
                .as("none may " + does)
                .allowEmptyShould(true);
    }

    private DescribedPredicate<JavaClass> in(String... names) {
        return resideInAnyPackage(below(names));
    }

    private DescribedPredicate<JavaClass> outside(String... names) {
        return resideOutsideOfPackages(below(names));
    }

    private String[] below(String... names) {
        return Stream.of(names).map(name -> root + "." + name + "..").toArray(String[]::new);
    }
}
