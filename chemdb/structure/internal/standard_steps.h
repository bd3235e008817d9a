// The steps of standardisation, numbered as in docs/standardisation.md. Each returns whether it changed
// anything, and applied again changes nothing more. Include in .cc files only.
#pragma once

#include <GraphMol/RWMol.h>

namespace tidewaiter::internal {

// Step 1. Na-O-R becomes Na+ and [O-]R.
bool DisconnectMetals(RDKit::RWMol& mol);

// Step 3. A+(-O-) becomes A(=O) for S, P, Se, Cl, Br, I: two ways of drawing one sulfoxide or oxoacid.
bool JoinChargedOxides(RDKit::RWMol& mol);

// Step 3, too. Phosphinic acid with its hydrogens left to the reader, OP=O: three bonds are a valence of
// phosphorus, so RDKit adds none, but nothing with P(III)=O is in trade and the five-valent acid is meant.
bool FillPhosphinyl(RDKit::RWMol& mol);

// Step 4. A missing hydrogen drawn as a radical is filled. Metals and lone atoms (iodine vapour, NO) stay.
bool FillRadicals(RDKit::RWMol& mol);

// Step 5. Charges that a proton can remove are removed: ammonium loses one, carboxylate, phenolate and halide
// take one. Quaternary nitrogen, nitro groups, N-oxides, ylides and carbocations stay as they are. Positive
// atoms first: whether a negative one stands beside a charge that stays must not depend on the order of
// atoms.
bool Neutralise(RDKit::RWMol& mol);

// Step 6. Isotopes are a level of their own: the parent has none. Deuterium becomes an implicit hydrogen
// again.
bool DropIsotopes(RDKit::RWMol& mol);

// Step 6, too. Hydrogens that are atoms of the drawing become counts: those left after isotopes are gone, and
// the one that shows the geometry of an imine.
bool DropHydrogenAtoms(RDKit::RWMol& mol);

}  // namespace tidewaiter::internal
