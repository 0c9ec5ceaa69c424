"""Fault cases on conveyors and boilers, from first sign to next step.

Read by `rule_text.rules_from_text`. Every sentence of a section fits every sentence of the
other sections of its case, so that a document drawn from them stays coherent.
"""

LINES = """
= conv_track
unit Belt conveyor {conv_tag=tag}
unit Incline conveyor {conv_tag=tag}
unit Feeder conveyor {conv_tag=tag}
sign Belt running off to the left at the tail, edge fraying.
sign Belt drift switch stopped {tag} {3-6} times this shift.
sign Spillage along the return side and a squeal from the tail frame.
look Belt {40-75} mm off centre at the tail pulley, centred at the head.
look Build-up of {5-15} mm on the tail pulley, scraper blade worn to the holder.
look Take-up screws {12-25} mm out of square side to side.
find Material build-up on the tail pulley and an uneven take-up pushed the belt over.
find Return scraper worn out, so product was carried round to the tail.
find Tail pulley coated on one side; {2-4} return rollers did not turn.
fix Cleaned the pulley, squared the take-up and trained the belt empty and loaded.
fix Fitted a new scraper blade and return rollers, reset tension on both sides.
fix Scraped the tail pulley, replaced the plough and tracked the belt with the training idler.
test Belt within {5-15} mm of centre over {20-40} min loaded.
test Drift switches tested on both sides, conveyor stops as it should.
test Edge clear of the frame at full load.
part 1 x scraper blade {belt_mm} mm, {2-4} x return roller
part 1 x plough rubber, 1 x return roller
next Trim the frayed edge and look again on Friday.
next Operators to wash down the tail at the end of each batch.
down {35-90} min
= conv_gear
unit Conveyor drive {conv_tag=tag}
unit Bucket elevator drive {conv_tag=tag}
sign Grinding noise from the drive, oil on the walkway.
sign Gear motor hot, paint on the housing discoloured.
sign Drive overload tripped with the belt nearly empty.
look Motor current {9.8-12.6} A empty, nameplate 8.9 A.
look Oil drained: {0.3-0.8} L came out of {1.8-2.2} L, full of bronze flakes.
look Output shaft lifts {0.6-1.3} mm by pry bar.
find Worm wheel worn through, output bearing collapsed.
find Gearbox ran short of oil and the wheel teeth are knife sharp.
find Input bearing broken up and fragments went through the mesh.
fix Swapped in the spare gear motor, new torque arm bush, chain aligned.
fix Replaced the complete gear unit; old one stripped for assessment.
fix Exchanged gearbox from stores, filled {1.8-2.2} L synthetic oil and set the chain sag.
test Current {5.4-6.8} A loaded, housing {48-60} °C after two hours.
test Rotation checked before the chain was joined; runs quiet.
test Full load for the rest of the shift without a trip.
part 1 x gear motor {2.2-4.0} kW, 1 x torque arm bush
part 1 x gear unit, 1 x chain joining link, 2 L synthetic oil
next Order a new spare, delivery {4-9} weeks.
next Oil level of the sister drives checked, one topped up.
down {2.0-4.5} h
= conv_roller
unit Roller conveyor {conv_tag=tag}
unit Overland conveyor {conv_tag=tag}
unit Loading conveyor {conv_tag=tag}
sign Screeching at frame {12-64}, smell of hot rubber.
sign Patrol found a glowing idler at frame {12-64} of {tag}.
sign Squeal heard all along the loading bay.
look Thermal camera: idler shell {92-140} °C, neighbours {24-31} °C.
look {2-5} carrying rollers do not turn by hand.
look Belt cover polished but not cut.
find Idler bearings seized after water got past the labyrinth seals.
find Seized rollers; one shell worn through by the belt.
find Hose washing has driven water into the roller bearings.
fix Changed the seized rollers and the frame bolts, cleaned out spillage around the frame.
fix Lifted the belt with the jacking frame and fitted {3-6} new rollers.
fix Replaced the whole troughing set at that frame and greased the brackets.
test All rollers turn freely, hottest shell {28-36} °C.
test Walked the full length with the camera, nothing above {35-42} °C.
test Quiet at full speed, belt cover undamaged.
part {3-6} x carrying roller 108 x {250-465} mm
part 1 x troughing set, 6 x frame bolt
next Thermal round of this conveyor every month.
next Agreed with cleaning that the hose stays off the bearings.
down {30-80} min
= conv_splice
unit Belt conveyor {conv_tag=tag}
unit Transfer conveyor {conv_tag=tag}
sign Fasteners clicking on the scraper, splice seen lifting.
sign Operator pulled the cord when a flap of belt came round.
sign Belt torn at the splice for about {90-260} mm from the edge.
look {4-11} fasteners missing, carcass pulled out behind the rest.
look Belt thickness {7-9} mm, cover good either side of the splice.
look Take-up at the end of its travel.
find Mechanical splice pulled out; belt had been over-tensioned.
find Splice cut out of square last time, so the load sat on one edge.
find Fasteners worn flat by the scraper and torn off in turn.
fix Cut back {300-600} mm square, made a new splice and skived the top cover.
fix Cut out the damaged piece, drew in the take-up and made a new splice.
fix Remade the splice with recessed fasteners and reset the take-up.
test Three loaded laps at crawl speed, splice flat and quiet.
test Scraper set {3-5} mm clear at the splice, runs true.
test Tension checked by sag: {18-26} mm between idlers.
part 1 x fastener set {belt_mm} mm, 1 x hinge pin
part 1 x fastener set {belt_mm} mm, 2 x hinge pin
next Plan a vulcanised joint for the summer stop.
next Check the splice at every shift start for one week.
down {2.5-5.5} h
= conv_sensor
unit Packing conveyor {conv_tag=tag}
unit Accumulation conveyor {conv_tag=tag}
unit Sorting conveyor {conv_tag=tag}
sign Cartons pile up at the merge, line stops with jam alarm and no jam.
sign {tag} stops at random, restarts after reset.
sign False jam alarms, {8-25} in one shift according to the panel.
look Photo-eye LED flickers when the belt vibrates.
look Signal at the input card drops out for {40-180} ms.
look Reflector dusty and the bracket bent about {4-9} mm.
find Photo-eye bracket hit by a pallet truck, beam only just on the reflector.
find Bracket bent and the cable chafed at the frame; intermittent contact.
find Weak signal: dirty lens, bent bracket, connector loose.
fix Straightened the bracket, cleaned lens and reflector, new M12 cable fitted.
fix Replaced the sensor and rerouted the cable in conduit.
fix Fitted a new bracket with guard and a new cable, retaught the sensor.
test Excess gain back to full, {50-120} cartons passed without alarm.
test Wiggled the cable along its length, input stays on.
test One hour of production at {22-38} cartons per minute, no stop.
part 1 x photo-eye, 1 x M12 cable 5 m
part 1 x sensor bracket, 1 x reflector
next Bollard at the merge suggested to the safety group.
next Clean all eyes at the weekly hygiene stop.
down {15-45} min
= boiler_flame
unit Steam boiler {boil_tag=tag}
unit Hot water boiler {boil_tag=tag}
unit Package boiler {boil_tag=tag}
sign Burner lockout at start, flame failure on the controller.
sign {tag} locked out {2-4} times overnight; restarts on the second try.
sign Flame fault after ignition, purge and pilot normal.
look Flame signal {0.9-1.6} µA, minimum for stable running is 3 µA.
look Gas pressure {18-24} mbar at the train, steady on start.
look Scanner lens sooted, electrode gap {5-7} mm instead of 3 mm.
find Dirty flame scanner and a worn ignition electrode.
find Electrode burnt back and its ceramic cracked, spark tracking to earth.
find Weak flame signal due to soot on the sight tube.
fix Cleaned the sight tube and scanner, fitted new electrode with {3-4} mm gap.
fix Replaced electrode and ignition lead, cleaned the scanner and set the gap to the drawing.
fix New electrode and lead fitted, diffuser plate brushed clean.
test Flame signal {4.8-7.5} µA at low and high fire, five cold starts in a row.
test Combustion checked: O2 {3.2-4.1} %, CO {8-35} ppm, flue gas {172-196} °C.
test Flame failure proved by pulling the scanner, shut-off within 1 s.
part 1 x ignition electrode, 1 x ignition lead
part 1 x ignition set, 1 x sight glass gasket
next Electrode and scanner added to the half-yearly burner service.
next Keep one scanner in stores.
down {45-100} min
= boiler_level
unit Steam boiler {boil_tag=tag}
unit Shell boiler {boil_tag=tag}
sign Low water alarm although the gauge glass shows half.
sign Level swinging from one end of the glass to the other, alarm at {2-5} am.
sign First low water limiter tripped the burner, second did not.
look Both gauge glasses blown down, they agree within {4-10} mm.
look Probe resistance unstable, terminal head damp.
look Conductivity of the boiler water {4.6-5.8} mS/cm, limit is 4.0.
find Level probe coated with scale and the boiler water over its limit; priming.
find Scaled probe rod and moisture in the probe head.
find Blowdown set too low, foaming disturbed the probes.
fix Cooled down, removed and cleaned both probes, new gaskets and connectors.
fix Fitted new level probe, corrected the blowdown setting from {2-3} to {5-6} %.
fix Cleaned probes with the rod out, dried the head and renewed its seal.
test Both low water cut-offs proved by slow blowdown, burner stops at first low.
test Level steady within {10-20} mm at {60-90} % load.
test Conductivity {2.9-3.6} mS/cm after one day.
part 1 x level probe, 2 x probe gasket
part 2 x probe gasket, 1 x probe connector
next Boiler house to log conductivity each shift.
next Lab to check softener hardness; {0.1-0.4} dH leaked through.
down {3.0-6.5} h
= boiler_feed
unit Feedwater line of boiler {boil_tag=tag}
unit Steam boiler {boil_tag=tag}
sign Level slowly falling at high load, feed valve already {95-100} % open.
sign Feed pump runs, water hammer in the feed line of {tag}.
sign Level control hunting, valve opens and shuts every {10-25} s.
look Valve travel sticks at {30-45} % and then jumps.
look Positioner supply {1.3-1.9} bar, data plate says 2.5 bar.
look Pump discharge {13-15} bar, {3-5} bar drop over the valve at small flow.
find Feedwater valve stem scored and the packing overtightened.
find Sticking control valve: scale on the plug, starved positioner.
find Blocked air filter regulator, valve short of actuator pressure.
fix Repacked the valve, polished the stem and fitted a new filter regulator.
fix Stripped the valve, renewed plug, seat and packing, calibrated the positioner.
fix Replaced the regulator, cleaned the trim and set the stroke from 0 to 100 %.
test Stroke test in steps of 25 %, no more than {0.5-1.5} % hysteresis.
test Level within {8-18} mm of set point on a load step.
test Hammer gone; check valve listened to and closing softly.
part 1 x packing set, 1 x filter regulator
part 1 x trim set, 1 x bonnet gasket, 1 x packing set
next Replace the bypass valve at the next shutdown, it passes.
next Tuning kept as found, values noted on the loop sheet.
down {2.0-4.5} h
= boiler_trap
unit Steam distribution from boiler {boil_tag=tag}
unit Heat exchanger station at {boil_tag=tag}
sign Steam from the condensate tank vent, make-up water up {12-25} %.
sign Cleaning station takes {25-45} min to heat up instead of 12 min.
sign Banging in the condensate header when the heaters start.
look Trap survey by ultrasound: {5-14} of {48-66} traps not working.
look Trap before the heater cold, {34-48} °C; line full of water.
look Return temperature {97-101} °C, tank venting freely.
find Several thermodynamic traps blowing through, {2-3} float traps waterlogged.
find Failed traps; live steam pressurises the return main.
find Strainers ahead of the traps blocked with rust, discs worn.
fix Changed {4-9} traps, cleaned every strainer in the group.
fix Fitted new float traps with vacuum breakers and lagged the lines.
fix Replaced discs and caps, welded in one new trap station.
test Vent plume gone; return {82-89} °C.
test Heat-up time back to {11-14} min.
test Second ultrasound pass clean, tags renewed.
part {4-9} x steam trap DN{trap_dn}, {4-9} x gasket
part {2-3} x float trap, 2 x vacuum breaker
next Trap survey twice a year.
next Add the traps of the new line to the survey list.
down {60-95} min
= boiler_tube
unit Fire tube boiler {boil_tag=tag}
unit Waste heat boiler {boil_tag=tag}
sign Water from the rear smoke box door, make-up running all night.
sign Flue gas wet, pressure holds only at part load.
sign Hissing from the second pass of {tag} after shutdown.
look Hydrostatic test at {8-12} bar: {1-3} tubes weeping at the rear tube plate.
look Boroscope shows pitting on the water side, {1-2} mm scale.
look Ligaments dye checked, no cracks found.
find Oxygen pitting, deaerator had run at {84-92} °C for weeks.
find Tube ends corroded and leaking at the expansion.
find Water treatment failed: softener exhausted and scale overheated the tube ends.
fix Cut out and replaced the leaking tubes, expanded and seal welded.
fix Plugged the leaking tubes as approved by the inspector, rest re-expanded.
fix Retubed {4-12} tubes in the second pass, descaled with inhibited acid.
test Hydrostatic test at {12-15} bar for 30 min witnessed by the inspector, dry.
test Raised pressure slowly, doors resealed, no leak at {7-9} bar.
test Deaerator set back to {103-105} °C.
part {4-12} x boiler tube, 2 x door rope seal
part 2 x door rope seal, 1 x manhole gasket
next Internal inspection again in six months.
next Weekly oxygen check of the feed water.
down {2-5} days
"""
