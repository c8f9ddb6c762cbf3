/** An ordered key-value store and blob store: the contract, and the engine in memory. */
module org.pennypost.store {
    requires static org.jspecify;

    exports org.pennypost.store;
    exports org.pennypost.store.engine;
}
