BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE artifacts (
	id VARCHAR NOT NULL, 
	job_id VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	filename VARCHAR NOT NULL, 
	media_type VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	suffix VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	created_ms BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "artifacts" VALUES('8daba133-288e-5939-9e8b-0a9177dab110','5c7e21e0-0ae9-4a23-9d32-a434df2594cf','fetch','source','silent-94500712.mp4','video/mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,1795233725236);
INSERT INTO "artifacts" VALUES('66710414-21de-586d-8ae5-d2aa3fbe639d','9b87adcb-53b9-46ee-9492-41bf04678f7a','fetch','source','talk-8.00-ebc5cb7c.mp4','video/mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,1795233725236);
INSERT INTO "artifacts" VALUES('ffe43ebc-adc8-5864-ab75-cf75e40ce47c','9b87adcb-53b9-46ee-9492-41bf04678f7a','audio','audio','talk-8.00-ebc5cb7c.mp3','audio/mpeg','fd03f1b98b2b723546ae49a912260c275e89999fffd3ed19224e9724d42d6656','.mp3',258122,1795233725756);
INSERT INTO "artifacts" VALUES('d5e804db-fef3-5965-b562-28a7c178d20b','9b87adcb-53b9-46ee-9492-41bf04678f7a','scenes','poster','talk-8.00-ebc5cb7c poster.jpg','image/jpeg','7744e53db5335f7c9815bea633cf7a0e2e29ad8beeb57ef7fd9b035679b3a79c','.jpg',11514,1795233726723);
INSERT INTO "artifacts" VALUES('e24408b1-6f6a-5799-8afe-9e9ced6e406f','9b87adcb-53b9-46ee-9492-41bf04678f7a','scenes','waveform','talk-8.00-ebc5cb7c waveform.json','application/json','bc535e85ee2fe0f1b2ee5f1f493dc08bec178de6370f0dd93ddb59406e5ab0a2','.json',1145,1795233726723);
INSERT INTO "artifacts" VALUES('8b1d8c07-15dc-5db4-90e5-b6fcc4932651','9b87adcb-53b9-46ee-9492-41bf04678f7a','scenes','sprite','talk-8.00-ebc5cb7c storyboard.jpg','image/jpeg','04917d2cbeddb719c0f9e8127d088ed711c0604eed77fa5f8f773e782c87e83b','.jpg',16225,1795233726723);
INSERT INTO "artifacts" VALUES('2382e241-c5ee-55a7-8aa1-c490fbe3951c','9b87adcb-53b9-46ee-9492-41bf04678f7a','transcribe','transcript','talk-8.00-ebc5cb7c.srt','application/x-subrip','2c771d3384922848294ca22d953ab2edbc0a2b86b4a29aeeb96d1bff5608665c','.srt',205,1795233728078);
INSERT INTO "artifacts" VALUES('e5588189-8646-5433-84a3-041d8b85287b','9b87adcb-53b9-46ee-9492-41bf04678f7a','transcribe','transcript','talk-8.00-ebc5cb7c.vtt','text/vtt','b261944eeb5f48c8896ca68a813c78d76c61404518994d5150cf675d85721afe','.vtt',207,1795233728078);
INSERT INTO "artifacts" VALUES('65b8a35d-3a14-566a-bb4f-109543dbec8a','9b87adcb-53b9-46ee-9492-41bf04678f7a','transcribe','transcript','talk-8.00-ebc5cb7c.txt','text/plain','2860f5fb804e8da65dfffd45a6e3b4afe02c6df07b973a2c9eeb26e5a4c16204','.txt',106,1795233728078);
INSERT INTO "artifacts" VALUES('7b5c268d-1cca-5e49-9562-9dc280c814d4','9b87adcb-53b9-46ee-9492-41bf04678f7a','clips','clip','talk-8.00-ebc5cb7c clip 1.mp4','video/mp4','519e9cbada4188f203b6fc29e2ed77308518a454dea59628928b061764c8acc1','.mp4',187687,1795233729226);
INSERT INTO "artifacts" VALUES('50c184e1-c086-5c40-9efd-6be70471b91b','9b87adcb-53b9-46ee-9492-41bf04678f7a','clips','clip_thumbnail','talk-8.00-ebc5cb7c clip 1.jpg','image/jpeg','4d67036e7514ebdea9a4db5404fcb3ee158138859e0182aa97c5850fcd251615','.jpg',12596,1795233729226);
CREATE TABLE events (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	job_id VARCHAR NOT NULL, 
	seq INTEGER NOT NULL, 
	type VARCHAR NOT NULL, 
	ts_ms BIGINT NOT NULL, 
	data JSON NOT NULL, 
	CONSTRAINT uq_events_job_seq UNIQUE (job_id, seq)
);
INSERT INTO "events" VALUES(1,'9b87adcb-53b9-46ee-9492-41bf04678f7a',1,'job_update',1795233724831,'{"status": "queued", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(2,'9b87adcb-53b9-46ee-9492-41bf04678f7a',2,'job_update',1795233724842,'{"status": "processing", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 1, "error": null, "cause": "claim"}');
INSERT INTO "events" VALUES(3,'5c7e21e0-0ae9-4a23-9d32-a434df2594cf',1,'job_update',1795233724842,'{"status": "queued", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(4,'5c7e21e0-0ae9-4a23-9d32-a434df2594cf',2,'job_update',1795233724854,'{"status": "processing", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 1, "error": null, "cause": "claim"}');
INSERT INTO "events" VALUES(5,'9b87adcb-53b9-46ee-9492-41bf04678f7a',3,'job_update',1795233724877,'{"status": "processing", "progress": 0.0, "stage": "fetch", "eta_seconds": 71.5, "attempt": 1, "error": null, "stage_status": "running"}');
INSERT INTO "events" VALUES(6,'5c7e21e0-0ae9-4a23-9d32-a434df2594cf',3,'job_update',1795233724894,'{"status": "processing", "progress": 0.0, "stage": "fetch", "eta_seconds": 21.5, "attempt": 1, "error": null, "stage_status": "running"}');
INSERT INTO "events" VALUES(7,'5c7e21e0-0ae9-4a23-9d32-a434df2594cf',4,'job_update',1795233725236,'{"status": "processing", "progress": 83.7, "stage": "fetch", "eta_seconds": 3.5, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 0.35}');
INSERT INTO "events" VALUES(8,'9b87adcb-53b9-46ee-9492-41bf04678f7a',4,'job_update',1795233725236,'{"status": "processing", "progress": 18.7, "stage": "fetch", "eta_seconds": 53.5, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 0.376}');
INSERT INTO "events" VALUES(9,'9b87adcb-53b9-46ee-9492-41bf04678f7a',5,'job_update',1795233725252,'{"status": "processing", "progress": 18.7, "stage": "audio", "eta_seconds": 6.8, "attempt": 1, "error": null, "stage_status": "running"}');
INSERT INTO "events" VALUES(10,'9b87adcb-53b9-46ee-9492-41bf04678f7a',6,'log',1795233725726,'{"level": "info", "message": "audio extracted", "stage": "audio", "format": "mp3", "quality": "high", "duration_s": 8.04}');
INSERT INTO "events" VALUES(11,'9b87adcb-53b9-46ee-9492-41bf04678f7a',7,'job_update',1795233725756,'{"status": "processing", "progress": 18.7, "stage": "audio", "eta_seconds": 6.8, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 0.503}');
INSERT INTO "events" VALUES(12,'9b87adcb-53b9-46ee-9492-41bf04678f7a',8,'job_update',1795233725764,'{"status": "processing", "progress": 18.7, "stage": "speech", "eta_seconds": 6.8, "attempt": 1, "error": null, "stage_status": "running"}');
INSERT INTO "events" VALUES(13,'9b87adcb-53b9-46ee-9492-41bf04678f7a',9,'log',1795233725944,'{"level": "info", "message": "speech audio extracted", "stage": "speech", "duration_s": 8.0, "expected_s": 8.08}');
INSERT INTO "events" VALUES(14,'9b87adcb-53b9-46ee-9492-41bf04678f7a',10,'job_update',1795233725971,'{"status": "processing", "progress": 18.7, "stage": "scenes", "eta_seconds": 6.3, "attempt": 1, "error": null, "stage_status": "running"}');
INSERT INTO "events" VALUES(15,'9b87adcb-53b9-46ee-9492-41bf04678f7a',11,'job_update',1795233725975,'{"status": "processing", "progress": 18.7, "stage": "speech", "eta_seconds": 6.3, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 0.726}');
INSERT INTO "events" VALUES(16,'9b87adcb-53b9-46ee-9492-41bf04678f7a',12,'job_update',1795233725981,'{"status": "processing", "progress": 18.7, "stage": "transcribe", "eta_seconds": 6.3, "attempt": 1, "error": null, "stage_status": "running"}');
INSERT INTO "events" VALUES(17,'9b87adcb-53b9-46ee-9492-41bf04678f7a',13,'log',1795233726308,'{"level": "info", "message": "Loading the whisper model demo", "stage": "transcribe", "device": "cpu"}');
INSERT INTO "events" VALUES(18,'9b87adcb-53b9-46ee-9492-41bf04678f7a',14,'log',1795233726564,'{"level": "info", "message": "Transcribing with demo, batched", "stage": "transcribe", "language": "en", "probability": 1.0}');
INSERT INTO "events" VALUES(19,'9b87adcb-53b9-46ee-9492-41bf04678f7a',15,'log',1795233726687,'{"level": "info", "message": "scenes found", "stage": "scenes", "cuts": 0, "focus_points": 17}');
INSERT INTO "events" VALUES(20,'5c7e21e0-0ae9-4a23-9d32-a434df2594cf',5,'job_update',1795233726704,'{"status": "processing", "progress": 83.7, "stage": "audio", "eta_seconds": 0.5, "attempt": 1, "error": null, "stage_status": "running"}');
INSERT INTO "events" VALUES(21,'9b87adcb-53b9-46ee-9492-41bf04678f7a',16,'job_update',1795233726723,'{"status": "processing", "progress": 23.3, "stage": "scenes", "eta_seconds": 6.3, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 1.475}');
INSERT INTO "events" VALUES(22,'5c7e21e0-0ae9-4a23-9d32-a434df2594cf',6,'error',1795233726951,'{"code": "no_audio", "message": "The source has no audio track, so there is none to extract.", "stage": "audio", "retryable": false}');
INSERT INTO "events" VALUES(23,'5c7e21e0-0ae9-4a23-9d32-a434df2594cf',7,'job_update',1795233726951,'{"status": "failed", "progress": 83.7, "stage": null, "eta_seconds": null, "attempt": 1, "error": {"code": "no_audio", "message": "The source has no audio track, so there is none to extract.", "stage": "audio", "retryable": false}, "cause": "fail"}');
INSERT INTO "events" VALUES(24,'9b87adcb-53b9-46ee-9492-41bf04678f7a',17,'transcript_segment',1795233728037,'{"index": 0, "start": 0.59, "end": 2.81, "text": "Hello everyone and welcome to my channel.", "confidence": 0.8306, "flags": [], "words": [{"start": 0.59, "end": 0.95, "text": " Hello", "probability": 0.9827}, {"start": 0.95, "end": 1.43, "text": " everyone", "probability": 0.9949}, {"start": 1.43, "end": 1.65, "text": " and", "probability": 0.9966}, {"start": 1.65, "end": 1.83, "text": " welcome", "probability": 0.9997}, {"start": 1.83, "end": 2.15, "text": " to", "probability": 0.9994}, {"start": 2.15, "end": 2.35, "text": " my", "probability": 0.9988}, {"start": 2.35, "end": 2.81, "text": " channel.", "probability": 0.9933}]}');
INSERT INTO "events" VALUES(25,'9b87adcb-53b9-46ee-9492-41bf04678f7a',18,'transcript_segment',1795233728045,'{"index": 1, "start": 3.62, "end": 6.28, "text": "Today we are going to learn about space.", "confidence": 0.7243, "flags": [], "words": [{"start": 3.62, "end": 4.0, "text": " Today", "probability": 0.9967}, {"start": 4.0, "end": 4.16, "text": " we", "probability": 0.9971}, {"start": 4.16, "end": 4.28, "text": " are", "probability": 0.9948}, {"start": 4.28, "end": 4.64, "text": " going", "probability": 0.9986}, {"start": 4.64, "end": 4.82, "text": " to", "probability": 0.9994}, {"start": 4.82, "end": 5.12, "text": " learn", "probability": 0.9998}, {"start": 5.12, "end": 5.6, "text": " about", "probability": 0.9986}, {"start": 5.6, "end": 6.28, "text": " space.", "probability": 0.9507}]}');
INSERT INTO "events" VALUES(26,'9b87adcb-53b9-46ee-9492-41bf04678f7a',19,'transcript_segment',1795233728046,'{"index": 2, "start": 6.95, "end": 7.99, "text": "Tesla will send a red.", "confidence": 0.7243, "flags": [], "words": [{"start": 6.95, "end": 7.27, "text": " Tesla", "probability": 0.9668}, {"start": 7.27, "end": 7.53, "text": " will", "probability": 0.9226}, {"start": 7.53, "end": 7.83, "text": " send", "probability": 0.9644}, {"start": 7.83, "end": 7.97, "text": " a", "probability": 0.4948}, {"start": 7.97, "end": 7.99, "text": " red.", "probability": 0.4323}]}');
INSERT INTO "events" VALUES(27,'9b87adcb-53b9-46ee-9492-41bf04678f7a',20,'job_update',1795233728078,'{"status": "processing", "progress": 51.4, "stage": "transcribe", "eta_seconds": 3.0, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 2.099}');
INSERT INTO "events" VALUES(28,'9b87adcb-53b9-46ee-9492-41bf04678f7a',21,'job_update',1795233728089,'{"status": "processing", "progress": 51.4, "stage": "clips", "eta_seconds": 3.0, "attempt": 1, "error": null, "stage_status": "running"}');
INSERT INTO "events" VALUES(29,'9b87adcb-53b9-46ee-9492-41bf04678f7a',22,'job_update',1795233728105,'{"status": "processing", "progress": 51.4, "stage": "analyse", "eta_seconds": 3.0, "attempt": 1, "error": null, "stage_status": "running"}');
INSERT INTO "events" VALUES(30,'9b87adcb-53b9-46ee-9492-41bf04678f7a',23,'log',1795233728371,'{"level": "info", "message": "Loading the sentiment model demo", "stage": "analyse"}');
INSERT INTO "events" VALUES(31,'9b87adcb-53b9-46ee-9492-41bf04678f7a',24,'log',1795233728385,'{"level": "info", "message": "clips chosen", "stage": "clips", "count": 1, "done": 0}');
INSERT INTO "events" VALUES(32,'9b87adcb-53b9-46ee-9492-41bf04678f7a',25,'log',1795233729207,'{"level": "info", "message": "clip cut", "stage": "clips", "index": 0, "start_s": 3.4, "length_s": 4.68}');
INSERT INTO "events" VALUES(33,'9b87adcb-53b9-46ee-9492-41bf04678f7a',26,'clip_ready',1795233729226,'{"index": 0, "start": 3.4, "end": 8.08, "title": "Tesla will send a red", "score": 0.67, "reason": "5 s: whole sentences, a strong opening, much about learn, space and tesla", "parts": {"length": 0.884, "complete": 1.0, "content": 0.962, "opening": 0.6, "scenes": 0.0, "flow": 0.873, "mood": 0.0}, "text": "Today we are going to learn about space. Tesla will send a red.", "width": 640, "height": 360, "artifact_id": "7b5c268d-1cca-5e49-9562-9dc280c814d4", "url": "/api/v1/jobs/9b87adcb-53b9-46ee-9492-41bf04678f7a/artifacts/7b5c268d-1cca-5e49-9562-9dc280c814d4", "thumbnail_url": "/api/v1/jobs/9b87adcb-53b9-46ee-9492-41bf04678f7a/artifacts/50c184e1-c086-5c40-9efd-6be70471b91b"}');
INSERT INTO "events" VALUES(34,'9b87adcb-53b9-46ee-9492-41bf04678f7a',27,'job_update',1795233729237,'{"status": "processing", "progress": 73.3, "stage": "clips", "eta_seconds": 3.0, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 1.154}');
INSERT INTO "events" VALUES(35,'9b87adcb-53b9-46ee-9492-41bf04678f7a',28,'log',1795233730064,'{"level": "info", "message": "Loading the spaCy model demo", "stage": "analyse"}');
INSERT INTO "events" VALUES(36,'9b87adcb-53b9-46ee-9492-41bf04678f7a',29,'job_update',1795233731587,'{"status": "processing", "progress": 99.9, "stage": "analyse", "eta_seconds": 0.0, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 3.488}');
INSERT INTO "events" VALUES(37,'9b87adcb-53b9-46ee-9492-41bf04678f7a',30,'job_update',1795233731593,'{"status": "completed", "progress": 100, "stage": null, "eta_seconds": 0.0, "attempt": 1, "error": null, "cause": "complete"}');
INSERT INTO "events" VALUES(38,'2e0264ce-17c8-46dd-937b-628a00d8fb5a',1,'job_update',1795233731603,'{"status": "pending", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(39,'9f878b47-7000-4245-b861-b7947a41248a',1,'job_update',1795233731604,'{"status": "queued", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(40,'5e01a93f-fdf3-420c-919b-7bd87b59224f',1,'job_update',1795233731609,'{"status": "queued", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(41,'5e01a93f-fdf3-420c-919b-7bd87b59224f',2,'job_update',1795233731610,'{"status": "cancelled", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null, "cause": "cancel"}');
INSERT INTO "events" VALUES(42,'fd6689a0-0ddc-47f7-8db3-b8b4eec1e4c3',1,'job_update',1795233731612,'{"status": "queued", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(43,'fd6689a0-0ddc-47f7-8db3-b8b4eec1e4c3',2,'job_update',1795233731617,'{"status": "processing", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 1, "error": null, "cause": "claim"}');
INSERT INTO "events" VALUES(44,'fd6689a0-0ddc-47f7-8db3-b8b4eec1e4c3',3,'error',1795233731618,'{"code": "rate_limited", "message": "later", "stage": "fetch", "retryable": true}');
INSERT INTO "events" VALUES(45,'fd6689a0-0ddc-47f7-8db3-b8b4eec1e4c3',4,'job_update',1795233731618,'{"status": "pending", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 1, "error": {"code": "rate_limited", "message": "later", "stage": "fetch", "retryable": true}, "cause": "postpone", "next_attempt_at": "2027-11-21T04:02:11.603Z"}');
INSERT INTO "events" VALUES(46,'c6cc558c-db0d-40e5-b337-4ad549e2dab5',1,'job_update',1795233731622,'{"status": "queued", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(47,'c6cc558c-db0d-40e5-b337-4ad549e2dab5',2,'job_update',1795233731624,'{"status": "processing", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 1, "error": null, "cause": "claim"}');
CREATE TABLE flags (
	name VARCHAR NOT NULL, 
	value JSON NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "flags" VALUES('written','{"at_ms": 1795233723903}');
INSERT INTO "flags" VALUES('database','{"id": "13da243e8734454bab34db16d06fe2b0"}');
INSERT INTO "flags" VALUES('queue','{"paused": true, "draining": false}');
INSERT INTO "flags" VALUES('cooling example.org','{"until_ms": 1826769731603}');
CREATE TABLE job_stages (
	job_id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	progress FLOAT NOT NULL, 
	"key" VARCHAR, 
	cached BOOLEAN NOT NULL, 
	started_ms BIGINT, 
	seconds FLOAT, 
	told INTEGER NOT NULL, 
	PRIMARY KEY (job_id, name)
);
INSERT INTO "job_stages" VALUES('9b87adcb-53b9-46ee-9492-41bf04678f7a','fetch','completed',1.0,'fetch-678503ce1a238896c45e7a8fb4090ab2d747a65d579ba6cac53cfbf625fc4a77',0,1795233724877,3.75839340000311494804e-01,0);
INSERT INTO "job_stages" VALUES('9b87adcb-53b9-46ee-9492-41bf04678f7a','audio','completed',1.0,'audio-378e37c780e1b0e49ef3df72d9a25326537822840b8c08ae0db88f99a6e84bf9',0,1795233725252,5.03480399000181932933e-01,0);
INSERT INTO "job_stages" VALUES('9b87adcb-53b9-46ee-9492-41bf04678f7a','speech','completed',1.0,'speech-43513d13eb6e5dce3c3581e2e3567f2a30a1eeefd8026e6e54fd1eea52f2ae11',0,1795233725764,7.26239775998692493885e-01,0);
INSERT INTO "job_stages" VALUES('9b87adcb-53b9-46ee-9492-41bf04678f7a','scenes','completed',1.0,'scenes-d7653c37c40258c8bdcd6c0781b0ae5ade9385af46aa57396746b7f0414020ea',0,1795233725971,1.47516789299879746977e+00,0);
INSERT INTO "job_stages" VALUES('9b87adcb-53b9-46ee-9492-41bf04678f7a','transcribe','completed',1.0,'transcribe-fce9c0cc743999e580730e56df739ffa92a1aa1f829dd91ed17cbf8ef324a6d7',0,1795233725981,2.09866273999978147912e+00,3);
INSERT INTO "job_stages" VALUES('9b87adcb-53b9-46ee-9492-41bf04678f7a','analyse','completed',1.0,'analyse-e49daf89f0f0514fa085c8c45028911f67abccfa1aed99db4ba33632f591bbb1',0,1795233728105,3.48751160999927378725e+00,0);
INSERT INTO "job_stages" VALUES('9b87adcb-53b9-46ee-9492-41bf04678f7a','clips','completed',1.0,'clips-410f71764f4b7710f55f550cf0340f84ad6904239c7506ac7c8c70f21a04920d',0,1795233728089,1.15441982800075493287e+00,1);
INSERT INTO "job_stages" VALUES('5c7e21e0-0ae9-4a23-9d32-a434df2594cf','fetch','completed',1.0,'fetch-dad24f9b0c71842ba9855b61794194231f945e03df7a1329de19a8741337e7dd',0,1795233724894,3.4959566500037908554e-01,0);
INSERT INTO "job_stages" VALUES('5c7e21e0-0ae9-4a23-9d32-a434df2594cf','audio','failed',0.0,'audio-547fa015941cf479a584f2b7a26d0659a4eab816465762112663d379d07ba7f3',0,1795233726704,NULL,0);
INSERT INTO "job_stages" VALUES('fd6689a0-0ddc-47f7-8db3-b8b4eec1e4c3','fetch','pending',0.0,NULL,0,NULL,NULL,0);
INSERT INTO "job_stages" VALUES('fd6689a0-0ddc-47f7-8db3-b8b4eec1e4c3','speech','pending',0.0,NULL,0,NULL,NULL,0);
INSERT INTO "job_stages" VALUES('fd6689a0-0ddc-47f7-8db3-b8b4eec1e4c3','scenes','pending',0.0,NULL,0,NULL,NULL,0);
INSERT INTO "job_stages" VALUES('fd6689a0-0ddc-47f7-8db3-b8b4eec1e4c3','transcribe','pending',0.0,NULL,0,NULL,NULL,0);
INSERT INTO "job_stages" VALUES('fd6689a0-0ddc-47f7-8db3-b8b4eec1e4c3','clips','pending',0.0,NULL,0,NULL,NULL,0);
INSERT INTO "job_stages" VALUES('c6cc558c-db0d-40e5-b337-4ad549e2dab5','fetch','pending',0.0,NULL,0,NULL,NULL,0);
INSERT INTO "job_stages" VALUES('c6cc558c-db0d-40e5-b337-4ad549e2dab5','speech','pending',0.0,NULL,0,NULL,NULL,0);
INSERT INTO "job_stages" VALUES('c6cc558c-db0d-40e5-b337-4ad549e2dab5','transcribe','pending',0.0,NULL,0,NULL,NULL,0);
CREATE TABLE jobs (
	num INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR NOT NULL, 
	url VARCHAR, 
	video_id VARCHAR, 
	source_identity VARCHAR NOT NULL, 
	job_type VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	priority INTEGER NOT NULL, 
	rank BIGINT NOT NULL, 
	options JSON NOT NULL, 
	meta JSON NOT NULL, 
	user_id VARCHAR, 
	attempt INTEGER NOT NULL, 
	failures INTEGER NOT NULL, 
	max_retries INTEGER NOT NULL, 
	crashes JSON NOT NULL, 
	memory_level INTEGER NOT NULL, 
	progress FLOAT NOT NULL, 
	stage VARCHAR, 
	stop_requested VARCHAR, 
	error JSON, 
	warnings JSON NOT NULL, 
	last_seq INTEGER NOT NULL, 
	video_title TEXT, 
	video_duration FLOAT, 
	idempotency_key VARCHAR, 
	request_hash VARCHAR, 
	pinned BOOLEAN NOT NULL, 
	expired_ms BIGINT, 
	created_ms BIGINT NOT NULL, 
	updated_ms BIGINT NOT NULL, 
	queued_ms BIGINT, 
	started_ms BIGINT, 
	completed_ms BIGINT, 
	due_ms BIGINT, 
	CONSTRAINT uq_jobs_idempotency UNIQUE (idempotency_key)
);
INSERT INTO "jobs" VALUES(1,'9b87adcb-53b9-46ee-9492-41bf04678f7a',NULL,'f9f25f72-41ed-4915-9ecd-873cdad323ea','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','full_processing','completed',5,1795230724831,'{"audio_format": "mp3", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 5.0, "overlap_duration": 2.0, "max_clips": 1, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source"}','{"from": "us"}','ada',1,0,3,'{}',0,1.0,NULL,NULL,'null','[]',30,'talk-8.00-ebc5cb7c',8.08,NULL,NULL,1,NULL,1795233724831,1795233731601,1795233724831,1795233724842,1795233731593,NULL);
INSERT INTO "jobs" VALUES(2,'5c7e21e0-0ae9-4a23-9d32-a434df2594cf',NULL,'4a8cb7c8-4c22-4d79-98fc-89927b455e75','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','audio_extraction','failed',5,1795230724842,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source"}','{}',NULL,1,1,3,'{}',0,8.37209302325581439241e-01,NULL,NULL,'{"code": "no_audio", "message": "The source has no audio track, so there is none to extract.", "stage": "audio", "retryable": false}','[]',7,'silent-94500712',2.0,NULL,NULL,0,NULL,1795233724842,1795233726951,1795233724842,1795233724854,1795233726951,NULL);
INSERT INTO "jobs" VALUES(3,'2e0264ce-17c8-46dd-937b-628a00d8fb5a',NULL,'f9f25f72-41ed-4915-9ecd-873cdad323ea','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','analysis','pending',5,1826766731603,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source"}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-ebc5cb7c',NULL,NULL,NULL,0,NULL,1795233731603,1795233731603,NULL,NULL,NULL,1826769731603);
INSERT INTO "jobs" VALUES(4,'9f878b47-7000-4245-b861-b7947a41248a',NULL,'f9f25f72-41ed-4915-9ecd-873cdad323ea','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','queued',5,1795230731604,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source"}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-ebc5cb7c',NULL,'key','hash',0,NULL,1795233731604,1795233731604,1795233731604,NULL,NULL,NULL);
INSERT INTO "jobs" VALUES(5,'5e01a93f-fdf3-420c-919b-7bd87b59224f',NULL,'f9f25f72-41ed-4915-9ecd-873cdad323ea','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','cancelled',9,1795228331609,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source"}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',2,'talk-8.00-ebc5cb7c',NULL,NULL,NULL,0,NULL,1795233731609,1795233731610,1795233731609,NULL,1795233731610,NULL);
INSERT INTO "jobs" VALUES(6,'fd6689a0-0ddc-47f7-8db3-b8b4eec1e4c3',NULL,'f9f25f72-41ed-4915-9ecd-873cdad323ea','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','clip_generation','pending',5,1795230731612,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source"}','{}',NULL,1,1,3,'{}',0,0.0,NULL,NULL,'{"code": "rate_limited", "message": "later", "stage": "fetch", "retryable": true}','[]',4,'talk-8.00-ebc5cb7c',NULL,NULL,NULL,0,NULL,1795233731612,1795233731618,1795233731612,1795233731617,NULL,1826769731603);
INSERT INTO "jobs" VALUES(7,'c6cc558c-db0d-40e5-b337-4ad549e2dab5',NULL,'f9f25f72-41ed-4915-9ecd-873cdad323ea','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','processing',5,1795230731622,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source"}','{}',NULL,1,0,3,'{}',0,0.0,NULL,NULL,'null','[]',2,'talk-8.00-ebc5cb7c',NULL,NULL,NULL,0,NULL,1795233731622,1795233731624,1795233731622,1795233731624,NULL,NULL);
CREATE TABLE key_blobs (
	"key" VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	PRIMARY KEY ("key", sha256)
);
INSERT INTO "key_blobs" VALUES('fetch-678503ce1a238896c45e7a8fb4090ab2d747a65d579ba6cac53cfbf625fc4a77','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd',201315);
INSERT INTO "key_blobs" VALUES('fetch-dad24f9b0c71842ba9855b61794194231f945e03df7a1329de19a8741337e7dd','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594',69966);
INSERT INTO "key_blobs" VALUES('audio-378e37c780e1b0e49ef3df72d9a25326537822840b8c08ae0db88f99a6e84bf9','fd03f1b98b2b723546ae49a912260c275e89999fffd3ed19224e9724d42d6656',258122);
INSERT INTO "key_blobs" VALUES('speech-43513d13eb6e5dce3c3581e2e3567f2a30a1eeefd8026e6e54fd1eea52f2ae11','2cba4d6363062cc5f752e4f7b378ddfcfed9a8452e2a2bfd16cda8e7ce333867',256044);
INSERT INTO "key_blobs" VALUES('scenes-d7653c37c40258c8bdcd6c0781b0ae5ade9385af46aa57396746b7f0414020ea','7744e53db5335f7c9815bea633cf7a0e2e29ad8beeb57ef7fd9b035679b3a79c',11514);
INSERT INTO "key_blobs" VALUES('scenes-d7653c37c40258c8bdcd6c0781b0ae5ade9385af46aa57396746b7f0414020ea','04917d2cbeddb719c0f9e8127d088ed711c0604eed77fa5f8f773e782c87e83b',16225);
INSERT INTO "key_blobs" VALUES('scenes-d7653c37c40258c8bdcd6c0781b0ae5ade9385af46aa57396746b7f0414020ea','bc535e85ee2fe0f1b2ee5f1f493dc08bec178de6370f0dd93ddb59406e5ab0a2',1145);
INSERT INTO "key_blobs" VALUES('transcribe-fce9c0cc743999e580730e56df739ffa92a1aa1f829dd91ed17cbf8ef324a6d7','2c771d3384922848294ca22d953ab2edbc0a2b86b4a29aeeb96d1bff5608665c',205);
INSERT INTO "key_blobs" VALUES('transcribe-fce9c0cc743999e580730e56df739ffa92a1aa1f829dd91ed17cbf8ef324a6d7','b261944eeb5f48c8896ca68a813c78d76c61404518994d5150cf675d85721afe',207);
INSERT INTO "key_blobs" VALUES('transcribe-fce9c0cc743999e580730e56df739ffa92a1aa1f829dd91ed17cbf8ef324a6d7','2860f5fb804e8da65dfffd45a6e3b4afe02c6df07b973a2c9eeb26e5a4c16204',106);
INSERT INTO "key_blobs" VALUES('clips-410f71764f4b7710f55f550cf0340f84ad6904239c7506ac7c8c70f21a04920d','519e9cbada4188f203b6fc29e2ed77308518a454dea59628928b061764c8acc1',187687);
INSERT INTO "key_blobs" VALUES('clips-410f71764f4b7710f55f550cf0340f84ad6904239c7506ac7c8c70f21a04920d','4d67036e7514ebdea9a4db5404fcb3ee158138859e0182aa97c5850fcd251615',12596);
CREATE TABLE outputs (
	"key" VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	output JSON NOT NULL, 
	warnings JSON NOT NULL, 
	seconds FLOAT NOT NULL, 
	created_ms BIGINT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "outputs" VALUES('fetch-678503ce1a238896c45e7a8fb4090ab2d747a65d579ba6cac53cfbf625fc4a77','fetch','{"source": {"sha256": "20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd", "size_bytes": 201315, "suffix": ".mp4"}, "media": {"container": "mp4", "duration_s": 8.08, "video_codec": "h264", "audio_codec": "aac", "width": 640, "height": 360, "fps": "25", "rotation_deg": 0, "audio_sample_rate_hz": 48000, "audio_channels": 1, "bit_rate": 199321, "streams": 2}, "title": "talk-8.00-ebc5cb7c", "uploader": null, "webpage_url": null, "chapters": [], "thumbnail": null}','[]',3.63822700001037446781e-01,1795233725228);
INSERT INTO "outputs" VALUES('fetch-dad24f9b0c71842ba9855b61794194231f945e03df7a1329de19a8741337e7dd','fetch','{"source": {"sha256": "a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594", "size_bytes": 69966, "suffix": ".mp4"}, "media": {"container": "mp4", "duration_s": 2.0, "video_codec": "h264", "audio_codec": null, "width": 160, "height": 90, "fps": "25", "rotation_deg": 0, "audio_sample_rate_hz": null, "audio_channels": null, "bit_rate": 279864, "streams": 1}, "title": "silent-94500712", "uploader": null, "webpage_url": null, "chapters": [], "thumbnail": null}','[]',3.4113480999985767994e-01,1795233725228);
INSERT INTO "outputs" VALUES('audio-378e37c780e1b0e49ef3df72d9a25326537822840b8c08ae0db88f99a6e84bf9','audio','{"audio": {"sha256": "fd03f1b98b2b723546ae49a912260c275e89999fffd3ed19224e9724d42d6656", "size_bytes": 258122, "suffix": ".mp3"}, "duration_s": 8.04, "media_type": "audio/mpeg"}','[]',4.96594850001201848499e-01,1795233725747);
INSERT INTO "outputs" VALUES('speech-43513d13eb6e5dce3c3581e2e3567f2a30a1eeefd8026e6e54fd1eea52f2ae11','speech','{"pcm": {"sha256": "2cba4d6363062cc5f752e4f7b378ddfcfed9a8452e2a2bfd16cda8e7ce333867", "size_bytes": 256044, "suffix": ".wav"}, "duration_s": 8.0}','[]',0.207275626999035,1795233725959);
INSERT INTO "outputs" VALUES('scenes-d7653c37c40258c8bdcd6c0781b0ae5ade9385af46aa57396746b7f0414020ea','scenes','{"has_video": true, "cuts": [], "poster": {"sha256": "7744e53db5335f7c9815bea633cf7a0e2e29ad8beeb57ef7fd9b035679b3a79c", "size_bytes": 11514, "suffix": ".jpg"}, "sprite": {"image": {"sha256": "04917d2cbeddb719c0f9e8127d088ed711c0604eed77fa5f8f773e782c87e83b", "size_bytes": 16225, "suffix": ".jpg"}, "columns": 9, "rows": 1, "count": 9, "interval_s": 1.0, "tile_width": 160, "tile_height": 90}, "waveform": {"sha256": "bc535e85ee2fe0f1b2ee5f1f493dc08bec178de6370f0dd93ddb59406e5ab0a2", "size_bytes": 1145, "suffix": ".json"}, "focus": [[0.25, 0.097, 0.7019], [0.75, 0.1238, 0.7361], [1.25, 0.1299, 0.7313], [1.75, 0.1569, 0.7358], [2.25, 0.2048, 0.7046], [2.75, 0.2463, 0.6418], [3.25, 0.2848, 0.6215], [3.75, 0.3399, 0.6208], [4.25, 0.3953, 0.5913], [4.75, 0.4447, 0.5573], [5.25, 0.4995, 0.5483], [5.75, 0.5599, 0.5318], [6.25, 0.6083, 0.4932], [6.75, 0.6505, 0.4783], [7.25, 0.7374, 0.4742], [7.75, 0.7707, 0.446], [8.25, 0.7895, 0.4161]]}','[]',0.729549648000102,1795233726691);
INSERT INTO "outputs" VALUES('transcribe-fce9c0cc743999e580730e56df739ffa92a1aa1f829dd91ed17cbf8ef324a6d7','transcribe','{"language": "en", "language_probability": 1.0, "model": "demo", "decoding": "batched", "segment_count": 3, "srt": {"sha256": "2c771d3384922848294ca22d953ab2edbc0a2b86b4a29aeeb96d1bff5608665c", "size_bytes": 205, "suffix": ".srt"}, "vtt": {"sha256": "b261944eeb5f48c8896ca68a813c78d76c61404518994d5150cf675d85721afe", "size_bytes": 207, "suffix": ".vtt"}, "txt": {"sha256": "2860f5fb804e8da65dfffd45a6e3b4afe02c6df07b973a2c9eeb26e5a4c16204", "size_bytes": 106, "suffix": ".txt"}}','[]',2.09472667999943951144e+00,1795233728075);
INSERT INTO "outputs" VALUES('clips-410f71764f4b7710f55f550cf0340f84ad6904239c7506ac7c8c70f21a04920d','clips','{"clip_count": 1}','[]',1.15079145999879983719e+00,1795233729234);
INSERT INTO "outputs" VALUES('analyse-e49daf89f0f0514fa085c8c45028911f67abccfa1aed99db4ba33632f591bbb1','analyse','{"sentiment": "neutral", "sentiment_scores": {"positive": 0.0152, "neutral": 0.9674, "negative": 0.0174}, "segment_sentiments": [{"index": 0, "label": "neutral", "score": -0.0024}, {"index": 1, "label": "neutral", "score": -0.002}, {"index": 2, "label": "neutral", "score": -0.0022}], "topics": ["Space, Tesla"], "keywords": [{"text": "space", "score": 1.0}, {"text": "Tesla", "score": 0.7978}], "entities": [{"text": "Today", "label": "DATE", "count": 1}, {"text": "Tesla", "label": "ORG", "count": 1}], "models": {"sentiment": "demo", "entities": "demo", "keywords": "YAKE 0.7.3, words by demo", "topics": "pauses and cohesion, words by demo"}}','[]',3.4811937210015457822e+00,1795233731582);
CREATE TABLE pieces (
	"key" VARCHAR NOT NULL, 
	idx INTEGER NOT NULL, 
	piece JSON NOT NULL, 
	PRIMARY KEY ("key", idx)
);
INSERT INTO "pieces" VALUES('transcribe-fce9c0cc743999e580730e56df739ffa92a1aa1f829dd91ed17cbf8ef324a6d7',0,'{"start_s": 0.59, "end_s": 2.81, "text": "Hello everyone and welcome to my channel.", "confidence": 0.8306, "no_speech_probability": 0.0, "words": [{"start_s": 0.59, "end_s": 0.95, "text": " Hello", "probability": 0.9827}, {"start_s": 0.95, "end_s": 1.43, "text": " everyone", "probability": 0.9949}, {"start_s": 1.43, "end_s": 1.65, "text": " and", "probability": 0.9966}, {"start_s": 1.65, "end_s": 1.83, "text": " welcome", "probability": 0.9997}, {"start_s": 1.83, "end_s": 2.15, "text": " to", "probability": 0.9994}, {"start_s": 2.15, "end_s": 2.35, "text": " my", "probability": 0.9988}, {"start_s": 2.35, "end_s": 2.81, "text": " channel.", "probability": 0.9933}], "flags": []}');
INSERT INTO "pieces" VALUES('transcribe-fce9c0cc743999e580730e56df739ffa92a1aa1f829dd91ed17cbf8ef324a6d7',1,'{"start_s": 3.62, "end_s": 6.28, "text": "Today we are going to learn about space.", "confidence": 0.7243, "no_speech_probability": 0.0, "words": [{"start_s": 3.62, "end_s": 4.0, "text": " Today", "probability": 0.9967}, {"start_s": 4.0, "end_s": 4.16, "text": " we", "probability": 0.9971}, {"start_s": 4.16, "end_s": 4.28, "text": " are", "probability": 0.9948}, {"start_s": 4.28, "end_s": 4.64, "text": " going", "probability": 0.9986}, {"start_s": 4.64, "end_s": 4.82, "text": " to", "probability": 0.9994}, {"start_s": 4.82, "end_s": 5.12, "text": " learn", "probability": 0.9998}, {"start_s": 5.12, "end_s": 5.6, "text": " about", "probability": 0.9986}, {"start_s": 5.6, "end_s": 6.28, "text": " space.", "probability": 0.9507}], "flags": []}');
INSERT INTO "pieces" VALUES('transcribe-fce9c0cc743999e580730e56df739ffa92a1aa1f829dd91ed17cbf8ef324a6d7',2,'{"start_s": 6.95, "end_s": 7.99, "text": "Tesla will send a red.", "confidence": 0.7243, "no_speech_probability": 0.0, "words": [{"start_s": 6.95, "end_s": 7.27, "text": " Tesla", "probability": 0.9668}, {"start_s": 7.27, "end_s": 7.53, "text": " will", "probability": 0.9226}, {"start_s": 7.53, "end_s": 7.83, "text": " send", "probability": 0.9644}, {"start_s": 7.83, "end_s": 7.97, "text": " a", "probability": 0.4948}, {"start_s": 7.97, "end_s": 7.99, "text": " red.", "probability": 0.4323}], "flags": []}');
INSERT INTO "pieces" VALUES('clips-410f71764f4b7710f55f550cf0340f84ad6904239c7506ac7c8c70f21a04920d',0,'{"index": 0, "start_s": 3.4, "end_s": 8.08, "title": "Tesla will send a red", "score": 0.67, "reason": "5 s: whole sentences, a strong opening, much about learn, space and tesla", "parts": {"length": 0.884, "complete": 1.0, "content": 0.962, "opening": 0.6, "scenes": 0.0, "flow": 0.873, "mood": 0.0}, "text": "Today we are going to learn about space. Tesla will send a red.", "video": {"sha256": "519e9cbada4188f203b6fc29e2ed77308518a454dea59628928b061764c8acc1", "size_bytes": 187687, "suffix": ".mp4"}, "thumbnail": {"sha256": "4d67036e7514ebdea9a4db5404fcb3ee158138859e0182aa97c5850fcd251615", "size_bytes": 12596, "suffix": ".jpg"}, "width": 640, "height": 360}');
CREATE TABLE rates (
	stage VARCHAR NOT NULL, 
	variant VARCHAR NOT NULL, 
	per_media_s FLOAT NOT NULL, 
	samples INTEGER NOT NULL, 
	PRIMARY KEY (stage, variant)
);
INSERT INTO "rates" VALUES('fetch','',1.17492918333482508977e-03,2);
INSERT INTO "rates" VALUES('audio','',6.14597586635150794354e-02,1);
INSERT INTO "rates" VALUES('speech','',2.56529241335439368854e-02,1);
INSERT INTO "rates" VALUES('scenes','',0.0902907980198146,1);
INSERT INTO "rates" VALUES('transcribe','demo',2.59248351485079131517e-01,1);
INSERT INTO "rates" VALUES('clips','mp4 source source',2.30158291999759956336e-01,1);
INSERT INTO "rates" VALUES('analyse','demo',4.30840807054646723894e-01,1);
CREATE TABLE videos (
	id VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	filename VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	suffix VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	media JSON NOT NULL, 
	created_ms BIGINT NOT NULL, 
	updated_ms BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "videos" VALUES('f9f25f72-41ed-4915-9ecd-873cdad323ea','UPLOADED','talk-8.00-ebc5cb7c.mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,'{"container": "mp4", "duration_s": 8.08, "video_codec": "h264", "audio_codec": "aac", "width": 640, "height": 360, "fps": "25", "rotation_deg": 0, "audio_sample_rate_hz": 48000, "audio_channels": 1, "bit_rate": 199321, "streams": 2}',1795233724518,1795233724518);
INSERT INTO "videos" VALUES('4a8cb7c8-4c22-4d79-98fc-89927b455e75','UPLOADED','silent-94500712.mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,'{"container": "mp4", "duration_s": 2.0, "video_codec": "h264", "audio_codec": null, "width": 160, "height": 90, "fps": "25", "rotation_deg": 0, "audio_sample_rate_hz": null, "audio_channels": null, "bit_rate": 279864, "streams": 1}',1795233724829,1795233724829);
CREATE INDEX ix_artifacts_job_id ON artifacts (job_id);
CREATE INDEX ix_job_stages_key ON job_stages ("key");
CREATE INDEX ix_jobs_completed ON jobs (completed_ms);
CREATE UNIQUE INDEX ix_jobs_id ON jobs (id);
CREATE INDEX ix_jobs_status_num ON jobs (status, num);
CREATE INDEX ix_jobs_type_num ON jobs (job_type, num);
CREATE INDEX ix_jobs_user_num ON jobs (user_id, num);
CREATE INDEX ix_jobs_video_id ON jobs (video_id);
CREATE INDEX ix_key_blobs_sha256 ON key_blobs (sha256);
CREATE INDEX ix_videos_sha256 ON videos (sha256);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('jobs',7);
INSERT INTO "sqlite_sequence" VALUES('events',47);
COMMIT;
