// All that the programs here ask of Node beyond what browsers have.
declare const process: { readonly env: Readonly<Record<string, string | undefined>> };
