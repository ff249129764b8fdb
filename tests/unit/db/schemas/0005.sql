BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0005');
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
INSERT INTO "artifacts" VALUES('90e160d4-b967-50e4-b8a1-7021d799a212','74e56c4a-357b-426a-84c2-75224145b694','fetch','source','talk-8.00-32b8c565.mp4','video/mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,1795680711773);
INSERT INTO "artifacts" VALUES('d4b23fc5-2b71-5a3e-a698-0f13559b3469','44a6505e-6256-4c5c-8413-b2057e9756e5','fetch','source','silent-94500712.mp4','video/mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,1795680711896);
INSERT INTO "artifacts" VALUES('74bc7160-914b-5e7e-bbd2-3ce31c4ef4ba','74e56c4a-357b-426a-84c2-75224145b694','audio','audio','talk-8.00-32b8c565.mp3','audio/mpeg','ccc2a521ea83104b40487bce544226a8ae24032ef435606a4bc059e102dfde96','.mp3',264266,1795680715541);
INSERT INTO "artifacts" VALUES('a88c479a-b898-5381-b519-fc1d26e56311','74e56c4a-357b-426a-84c2-75224145b694','speech','waveform','talk-8.00-32b8c565 waveform.json','application/json','4ec526e5056679de48839aab3bc79d8a7d6c23d63a269434ef853463daaeb480','.json',1150,1795680716883);
INSERT INTO "artifacts" VALUES('07ef7ceb-9db7-5894-b21d-980b4e5d3d48','74e56c4a-357b-426a-84c2-75224145b694','scenes','poster','talk-8.00-32b8c565 poster.jpg','image/jpeg','735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58','.jpg',11470,1795680718694);
INSERT INTO "artifacts" VALUES('fc852c31-c929-5517-a26a-6ed4c4c43486','74e56c4a-357b-426a-84c2-75224145b694','scenes','sprite','talk-8.00-32b8c565 storyboard.jpg','image/jpeg','b367c75f1b0e441f1bf91fd20e434bb9345252e116f5aff465ba2e962388aee6','.jpg',16506,1795680718694);
INSERT INTO "artifacts" VALUES('0867f5ee-51a9-555b-ad42-0e883a5f9a6f','74e56c4a-357b-426a-84c2-75224145b694','transcribe','transcript','talk-8.00-32b8c565.srt','application/x-subrip','fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97','.srt',214,1795680720704);
INSERT INTO "artifacts" VALUES('be87e5ef-00d6-552a-af7d-85d2541b09ce','74e56c4a-357b-426a-84c2-75224145b694','transcribe','transcript','talk-8.00-32b8c565.vtt','text/vtt','7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6','.vtt',216,1795680720704);
INSERT INTO "artifacts" VALUES('2e0a9585-92d0-5422-979e-88161176b02b','74e56c4a-357b-426a-84c2-75224145b694','transcribe','transcript','talk-8.00-32b8c565.txt','text/plain','a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19','.txt',115,1795680720704);
INSERT INTO "artifacts" VALUES('40ef46d5-f3cd-50e0-a0bc-2742d7291a58','74e56c4a-357b-426a-84c2-75224145b694','clips','clip','talk-8.00-32b8c565 clip 1.mp4','video/mp4','0c6a09e323f1a1a71b99c0c2729c6ea439ed1e0e19e4cca54f80d3f82c97dbc4','.mp4',199768,1795680725886);
INSERT INTO "artifacts" VALUES('635146e5-4fd4-53a9-9215-f8b80ffd2e70','74e56c4a-357b-426a-84c2-75224145b694','clips','clip_thumbnail','talk-8.00-32b8c565 clip 1.jpg','image/jpeg','4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11','.jpg',12447,1795680725886);
CREATE TABLE events (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	job_id VARCHAR NOT NULL, 
	seq INTEGER NOT NULL, 
	type VARCHAR NOT NULL, 
	ts_ms BIGINT NOT NULL, 
	data JSON NOT NULL, 
	CONSTRAINT uq_events_job_seq UNIQUE (job_id, seq)
);
INSERT INTO "events" VALUES(1,'74e56c4a-357b-426a-84c2-75224145b694',1,'job_update',1795680708443,'{"status": "queued", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(2,'74e56c4a-357b-426a-84c2-75224145b694',2,'job_update',1795680708490,'{"status": "processing", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 1, "error": null, "cause": "claim"}');
INSERT INTO "events" VALUES(3,'44a6505e-6256-4c5c-8413-b2057e9756e5',1,'job_update',1795680708490,'{"status": "queued", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(4,'44a6505e-6256-4c5c-8413-b2057e9756e5',2,'job_update',1795680708529,'{"status": "processing", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 1, "error": null, "cause": "claim"}');
INSERT INTO "events" VALUES(5,'74e56c4a-357b-426a-84c2-75224145b694',3,'job_update',1795680708589,'{"status": "processing", "progress": 0.0, "stage": "fetch", "eta_seconds": 12.5, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 0.015}');
INSERT INTO "events" VALUES(6,'44a6505e-6256-4c5c-8413-b2057e9756e5',3,'job_update',1795680708715,'{"status": "processing", "progress": 0.0, "stage": "fetch", "eta_seconds": 3.5, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 0.028}');
INSERT INTO "events" VALUES(7,'74e56c4a-357b-426a-84c2-75224145b694',4,'job_update',1795680711773,'{"status": "processing", "progress": 23.0, "stage": "fetch", "eta_seconds": 8.8, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 3.182, "waited_seconds": 0.015}');
INSERT INTO "events" VALUES(8,'74e56c4a-357b-426a-84c2-75224145b694',5,'job_update',1795680711820,'{"status": "processing", "progress": 23.0, "stage": "audio", "eta_seconds": 8.8, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 0.001}');
INSERT INTO "events" VALUES(9,'44a6505e-6256-4c5c-8413-b2057e9756e5',4,'job_update',1795680711896,'{"status": "processing", "progress": 85.6, "stage": "fetch", "eta_seconds": 3.5, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 3.267, "waited_seconds": 0.028}');
INSERT INTO "events" VALUES(10,'74e56c4a-357b-426a-84c2-75224145b694',6,'log',1795680715395,'{"level": "info", "message": "audio extracted", "stage": "audio", "format": "mp3", "quality": "high", "duration_s": 8.232}');
INSERT INTO "events" VALUES(11,'74e56c4a-357b-426a-84c2-75224145b694',7,'job_update',1795680715521,'{"status": "processing", "progress": 23.0, "stage": "speech", "eta_seconds": 11.8, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 3.691}');
INSERT INTO "events" VALUES(12,'74e56c4a-357b-426a-84c2-75224145b694',8,'job_update',1795680715541,'{"status": "processing", "progress": 25.8, "stage": "audio", "eta_seconds": 11.8, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 3.653, "waited_seconds": 0.001}');
INSERT INTO "events" VALUES(13,'74e56c4a-357b-426a-84c2-75224145b694',9,'log',1795680716842,'{"level": "info", "message": "speech audio extracted", "stage": "speech", "duration_s": 8.0, "expected_s": 8.2}');
INSERT INTO "events" VALUES(14,'74e56c4a-357b-426a-84c2-75224145b694',10,'job_update',1795680716883,'{"status": "processing", "progress": 29.6, "stage": "speech", "eta_seconds": 8.6, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 1.393, "waited_seconds": 3.691}');
INSERT INTO "events" VALUES(15,'74e56c4a-357b-426a-84c2-75224145b694',11,'job_update',1795680716905,'{"status": "processing", "progress": 29.6, "stage": "scenes", "eta_seconds": 8.6, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 5.092}');
INSERT INTO "events" VALUES(16,'74e56c4a-357b-426a-84c2-75224145b694',12,'job_update',1795680716954,'{"status": "processing", "progress": 29.6, "stage": "transcribe", "eta_seconds": 8.6, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 0.003}');
INSERT INTO "events" VALUES(17,'74e56c4a-357b-426a-84c2-75224145b694',13,'log',1795680717845,'{"level": "info", "message": "Loading the whisper model demo", "stage": "transcribe", "device": "cpu"}');
INSERT INTO "events" VALUES(18,'74e56c4a-357b-426a-84c2-75224145b694',14,'log',1795680718345,'{"level": "info", "message": "Transcribing with demo, batched", "stage": "transcribe", "language": "en", "probability": 1.0}');
INSERT INTO "events" VALUES(19,'74e56c4a-357b-426a-84c2-75224145b694',15,'log',1795680718671,'{"level": "info", "message": "scenes found", "stage": "scenes", "cuts": 0, "focus_points": 17}');
INSERT INTO "events" VALUES(20,'74e56c4a-357b-426a-84c2-75224145b694',16,'job_update',1795680718694,'{"status": "processing", "progress": 39.8, "stage": "scenes", "eta_seconds": 6.3, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 1.804, "waited_seconds": 5.092}');
INSERT INTO "events" VALUES(21,'44a6505e-6256-4c5c-8413-b2057e9756e5',5,'job_update',1795680718696,'{"status": "processing", "progress": 85.6, "stage": "audio", "eta_seconds": 0.5, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 6.789}');
INSERT INTO "events" VALUES(22,'44a6505e-6256-4c5c-8413-b2057e9756e5',6,'error',1795680719418,'{"code": "no_audio", "message": "The source has no audio track, so there is none to extract.", "stage": "audio", "retryable": false}');
INSERT INTO "events" VALUES(23,'44a6505e-6256-4c5c-8413-b2057e9756e5',7,'job_update',1795680719418,'{"status": "failed", "progress": 85.6, "stage": null, "eta_seconds": null, "attempt": 1, "error": {"code": "no_audio", "message": "The source has no audio track, so there is none to extract.", "stage": "audio", "retryable": false}, "cause": "fail"}');
INSERT INTO "events" VALUES(24,'74e56c4a-357b-426a-84c2-75224145b694',17,'transcript_segment',1795680720666,'{"index": 0, "start": 0.59, "end": 2.81, "text": "Hello everyone and welcome to my channel.", "confidence": 0.8491, "flags": [], "words": [{"start": 0.59, "end": 0.97, "text": " Hello", "probability": 0.9979}, {"start": 0.97, "end": 1.43, "text": " everyone", "probability": 0.9991}, {"start": 1.43, "end": 1.59, "text": " and", "probability": 0.9974}, {"start": 1.59, "end": 1.93, "text": " welcome", "probability": 0.9999}, {"start": 1.93, "end": 2.13, "text": " to", "probability": 0.9987}, {"start": 2.13, "end": 2.29, "text": " my", "probability": 0.9988}, {"start": 2.29, "end": 2.81, "text": " channel.", "probability": 0.9985}]}');
INSERT INTO "events" VALUES(25,'74e56c4a-357b-426a-84c2-75224145b694',18,'transcript_segment',1795680720670,'{"index": 1, "start": 3.62, "end": 6.28, "text": "Today we are going to learn about space.", "confidence": 0.7003, "flags": [], "words": [{"start": 3.62, "end": 3.98, "text": " Today", "probability": 0.9991}, {"start": 3.98, "end": 4.14, "text": " we", "probability": 0.9982}, {"start": 4.14, "end": 4.28, "text": " are", "probability": 0.9997}, {"start": 4.28, "end": 4.64, "text": " going", "probability": 0.9995}, {"start": 4.64, "end": 4.84, "text": " to", "probability": 0.9999}, {"start": 4.84, "end": 5.1, "text": " learn", "probability": 0.9993}, {"start": 5.1, "end": 5.48, "text": " about", "probability": 0.9956}, {"start": 5.48, "end": 6.28, "text": " space.", "probability": 0.9918}]}');
INSERT INTO "events" VALUES(26,'74e56c4a-357b-426a-84c2-75224145b694',19,'transcript_segment',1795680720673,'{"index": 2, "start": 6.95, "end": 7.93, "text": "Tesla will send a ran to the r.", "confidence": 0.7003, "flags": [], "words": [{"start": 6.95, "end": 7.37, "text": " Tesla", "probability": 0.9921}, {"start": 7.37, "end": 7.49, "text": " will", "probability": 0.9941}, {"start": 7.49, "end": 7.77, "text": " send", "probability": 0.9941}, {"start": 7.77, "end": 7.777, "text": " a", "probability": 0.9708}, {"start": 7.777, "end": 7.79, "text": " ran", "probability": 0.3171}, {"start": 7.79, "end": 7.833, "text": " to", "probability": 0.4141}, {"start": 7.833, "end": 7.89, "text": " the", "probability": 0.5284}, {"start": 7.89, "end": 7.93, "text": " r.", "probability": 0.6542}]}');
INSERT INTO "events" VALUES(27,'74e56c4a-357b-426a-84c2-75224145b694',20,'job_update',1795680720704,'{"status": "processing", "progress": 62.0, "stage": "transcribe", "eta_seconds": 7.1, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 3.758, "waited_seconds": 0.003}');
INSERT INTO "events" VALUES(28,'74e56c4a-357b-426a-84c2-75224145b694',21,'job_update',1795680720720,'{"status": "processing", "progress": 62.0, "stage": "clips", "eta_seconds": 7.1, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 0.004}');
INSERT INTO "events" VALUES(29,'74e56c4a-357b-426a-84c2-75224145b694',22,'job_update',1795680720773,'{"status": "processing", "progress": 62.0, "stage": "analyse", "eta_seconds": 7.1, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 0.001}');
INSERT INTO "events" VALUES(30,'74e56c4a-357b-426a-84c2-75224145b694',23,'log',1795680721992,'{"level": "info", "message": "clips chosen", "stage": "clips", "count": 1, "done": 0}');
INSERT INTO "events" VALUES(31,'74e56c4a-357b-426a-84c2-75224145b694',24,'log',1795680722074,'{"level": "info", "message": "Loading the sentiment model demo", "stage": "analyse"}');
INSERT INTO "events" VALUES(32,'74e56c4a-357b-426a-84c2-75224145b694',25,'log',1795680725820,'{"level": "info", "message": "clip cut", "stage": "clips", "index": 0, "start_s": 3.4, "length_s": 4.8}');
INSERT INTO "events" VALUES(33,'74e56c4a-357b-426a-84c2-75224145b694',26,'clip_ready',1795680725886,'{"index": 0, "start": 3.4, "end": 8.2, "title": "Tesla will send a ran to the r", "score": 0.65, "reason": "5 s: whole sentences, a strong opening, dense in content", "parts": {"length": 0.932, "complete": 1.0, "content": 0.781, "opening": 0.6, "scenes": 0.0, "flow": 0.837, "mood": 0.0}, "text": "Today we are going to learn about space. Tesla will send a ran to the r.", "width": 640, "height": 360, "artifact_id": "40ef46d5-f3cd-50e0-a0bc-2742d7291a58", "url": "/api/v1/jobs/74e56c4a-357b-426a-84c2-75224145b694/artifacts/40ef46d5-f3cd-50e0-a0bc-2742d7291a58", "thumbnail_url": "/api/v1/jobs/74e56c4a-357b-426a-84c2-75224145b694/artifacts/635146e5-4fd4-53a9-9215-f8b80ffd2e70"}');
INSERT INTO "events" VALUES(34,'74e56c4a-357b-426a-84c2-75224145b694',27,'job_update',1795680725924,'{"status": "processing", "progress": 79.1, "stage": "clips", "eta_seconds": 5.1, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 5.201, "waited_seconds": 0.004}');
INSERT INTO "events" VALUES(35,'74e56c4a-357b-426a-84c2-75224145b694',28,'log',1795680727881,'{"level": "info", "message": "Loading the spaCy model demo", "stage": "analyse"}');
INSERT INTO "events" VALUES(36,'74e56c4a-357b-426a-84c2-75224145b694',29,'job_update',1795680731885,'{"status": "processing", "progress": 99.9, "stage": "analyse", "eta_seconds": 0.0, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 11.09, "waited_seconds": 0.001}');
INSERT INTO "events" VALUES(37,'74e56c4a-357b-426a-84c2-75224145b694',30,'job_update',1795680731888,'{"status": "completed", "progress": 100, "stage": null, "eta_seconds": 0.0, "attempt": 1, "error": null, "cause": "complete"}');
INSERT INTO "events" VALUES(38,'356d9d53-b85a-4bf0-a38e-01e57a5deed5',1,'job_update',1795680731896,'{"status": "pending", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(39,'b7bcb2f8-8b92-4764-80fa-cb37d436fff3',1,'job_update',1795680731897,'{"status": "queued", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(40,'bfab306e-f7cd-42f8-9390-229e42f1972c',1,'job_update',1795680731900,'{"status": "queued", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(41,'bfab306e-f7cd-42f8-9390-229e42f1972c',2,'job_update',1795680731901,'{"status": "cancelled", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null, "cause": "cancel"}');
INSERT INTO "events" VALUES(42,'49a1ef6d-778d-4316-a8e2-b68d2c3ab628',1,'job_update',1795680731905,'{"status": "queued", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(43,'49a1ef6d-778d-4316-a8e2-b68d2c3ab628',2,'job_update',1795680731907,'{"status": "processing", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 1, "error": null, "cause": "claim"}');
INSERT INTO "events" VALUES(44,'49a1ef6d-778d-4316-a8e2-b68d2c3ab628',3,'error',1795680731908,'{"code": "rate_limited", "message": "later", "stage": "fetch", "retryable": true}');
INSERT INTO "events" VALUES(45,'49a1ef6d-778d-4316-a8e2-b68d2c3ab628',4,'job_update',1795680731908,'{"status": "pending", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 1, "error": {"code": "rate_limited", "message": "later", "stage": "fetch", "retryable": true}, "cause": "postpone", "next_attempt_at": "2027-11-26T08:12:11.895Z"}');
INSERT INTO "events" VALUES(46,'25ff245d-9520-48e8-ba23-426cb28a620a',1,'job_update',1795680731914,'{"status": "queued", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(47,'25ff245d-9520-48e8-ba23-426cb28a620a',2,'job_update',1795680731917,'{"status": "processing", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 1, "error": null, "cause": "claim"}');
CREATE TABLE flags (
	name VARCHAR NOT NULL, 
	value JSON NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "flags" VALUES('written','{"at_ms": 1795680703247}');
INSERT INTO "flags" VALUES('database','{"id": "4e4a296454364c899bd1b69c874442eb"}');
INSERT INTO "flags" VALUES('queue','{"paused": true, "draining": false}');
INSERT INTO "flags" VALUES('cooling example.org','{"until_ms": 1827216731895}');
CREATE TABLE job_metas (
	num INTEGER NOT NULL, 
	meta JSON NOT NULL, 
	PRIMARY KEY (num)
);
CREATE TABLE job_stages (
	job_id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	progress FLOAT NOT NULL, 
	"key" VARCHAR, 
	cached BOOLEAN NOT NULL, 
	started_ms BIGINT, 
	seconds FLOAT, 
	published INTEGER NOT NULL, waited FLOAT, 
	PRIMARY KEY (job_id, name)
);
INSERT INTO "job_stages" VALUES('74e56c4a-357b-426a-84c2-75224145b694','fetch','completed',1.0,'fetch-916e61561421a7893779ce64dcc83effd62ee927eb6b499ae031a8bbf9dbb55d',0,1795680708589,3.18199141999866697005e+00,0,1.45337819994892925024e-02);
INSERT INTO "job_stages" VALUES('74e56c4a-357b-426a-84c2-75224145b694','audio','completed',1.0,'audio-9ebef10ed783fb5d14b39ad4581285b727ea1bf25e6b8e9189d95cad2224004c',0,1795680711820,3.6527525599994987715e+00,0,1.12618600178393535315e-03);
INSERT INTO "job_stages" VALUES('74e56c4a-357b-426a-84c2-75224145b694','speech','completed',1.0,'speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6',0,1795680715521,1.39328019599997787736e+00,0,3.69086889800019);
INSERT INTO "job_stages" VALUES('74e56c4a-357b-426a-84c2-75224145b694','scenes','completed',1.0,'scenes-02926eefde2c952f88d8198d5649cf1b5becb2248eb2b8aee8a0b7f9f6f197a7',0,1795680716905,1.80389841500073089264e+00,0,5.09200126999712665565e+00);
INSERT INTO "job_stages" VALUES('74e56c4a-357b-426a-84c2-75224145b694','transcribe','completed',1.0,'transcribe-ede58845494b729a614b19dba02536b6da9982a657b7560c876590e70f29e1b7',0,1795680716954,3.75804747499933,3,3.44206299996585585176e-03);
INSERT INTO "job_stages" VALUES('74e56c4a-357b-426a-84c2-75224145b694','analyse','completed',1.0,'analyse-40f52a3fc5892bd59faa63e11403891d8bfb4213d0ec85c468f48b5f7721039d',0,1795680720773,1.10904953630015370438e+01,0,1.32742499772575683891e-03);
INSERT INTO "job_stages" VALUES('74e56c4a-357b-426a-84c2-75224145b694','clips','completed',1.0,'clips-1529b990d0cdff6c79b3516285892635225373ceec65ff24d1cadb5f824803db',0,1795680720720,5.20146189200022490695e+00,1,4.02846599899930879473e-03);
INSERT INTO "job_stages" VALUES('44a6505e-6256-4c5c-8413-b2057e9756e5','fetch','completed',1.0,'fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d',0,1795680708715,3.26736298700052429921e+00,0,2.81682450004154816269e-02);
INSERT INTO "job_stages" VALUES('44a6505e-6256-4c5c-8413-b2057e9756e5','audio','failed',0.0,'audio-93cfd6eccd62f2fd92151675255c5e26b56115e7c0e52e781840bd0856e9d4e4',0,1795680718696,NULL,0,6.78938299600122263655e+00);
INSERT INTO "job_stages" VALUES('49a1ef6d-778d-4316-a8e2-b68d2c3ab628','fetch','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('49a1ef6d-778d-4316-a8e2-b68d2c3ab628','speech','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('49a1ef6d-778d-4316-a8e2-b68d2c3ab628','scenes','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('49a1ef6d-778d-4316-a8e2-b68d2c3ab628','transcribe','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('49a1ef6d-778d-4316-a8e2-b68d2c3ab628','clips','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('25ff245d-9520-48e8-ba23-426cb28a620a','fetch','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('25ff245d-9520-48e8-ba23-426cb28a620a','speech','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('25ff245d-9520-48e8-ba23-426cb28a620a','transcribe','pending',0.0,NULL,0,NULL,NULL,0,NULL);
CREATE TABLE job_texts (
	num INTEGER NOT NULL, 
	folded TEXT NOT NULL, 
	PRIMARY KEY (num)
);
INSERT INTO "job_texts" VALUES(1,'talk-8.00-32b8c565
74e56c4a-357b-426a-84c2-75224145b694
ada');
INSERT INTO "job_texts" VALUES(2,'silent-94500712
44a6505e-6256-4c5c-8413-b2057e9756e5');
INSERT INTO "job_texts" VALUES(3,'talk-8.00-32b8c565
356d9d53-b85a-4bf0-a38e-01e57a5deed5');
INSERT INTO "job_texts" VALUES(4,'talk-8.00-32b8c565
b7bcb2f8-8b92-4764-80fa-cb37d436fff3');
INSERT INTO "job_texts" VALUES(5,'talk-8.00-32b8c565
bfab306e-f7cd-42f8-9390-229e42f1972c');
INSERT INTO "job_texts" VALUES(6,'talk-8.00-32b8c565
49a1ef6d-778d-4316-a8e2-b68d2c3ab628');
INSERT INTO "job_texts" VALUES(7,'talk-8.00-32b8c565
25ff245d-9520-48e8-ba23-426cb28a620a');
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
	due_ms BIGINT, meta_bytes INTEGER, deaths JSON DEFAULT '{}' NOT NULL, worker_id VARCHAR, lease_until_ms BIGINT, 
	CONSTRAINT uq_jobs_idempotency UNIQUE (idempotency_key)
);
INSERT INTO "jobs" VALUES(1,'74e56c4a-357b-426a-84c2-75224145b694',NULL,'252eecde-8511-40b9-8692-58d1ced55604','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','full_processing','completed',5,1795677708443,'{"audio_format": "mp3", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 5.0, "overlap_duration": 2.0, "max_clips": 1, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "refresh": false}','{"from": "us"}','ada',1,0,3,'{}',0,1.0,NULL,NULL,'null','[]',30,'talk-8.00-32b8c565',8.2,NULL,NULL,1,NULL,1795680708443,1795680731894,1795680708443,1795680708490,1795680731888,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(2,'44a6505e-6256-4c5c-8413-b2057e9756e5',NULL,'fff04584-90fe-4123-9168-cffe33ef26ae','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','audio_extraction','failed',5,1795677708490,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "refresh": false}','{}',NULL,1,1,3,'{}',0,0.856353591160221,NULL,NULL,'{"code": "no_audio", "message": "The source has no audio track, so there is none to extract.", "stage": "audio", "retryable": false}','[]',7,'silent-94500712',2.0,NULL,NULL,0,NULL,1795680708490,1795680719418,1795680708490,1795680708529,1795680719418,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(3,'356d9d53-b85a-4bf0-a38e-01e57a5deed5',NULL,'252eecde-8511-40b9-8692-58d1ced55604','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','analysis','pending',5,1827213731895,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "refresh": false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-32b8c565',8.2,NULL,NULL,0,NULL,1795680731896,1795680731896,NULL,NULL,NULL,1827216731895,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(4,'b7bcb2f8-8b92-4764-80fa-cb37d436fff3',NULL,'252eecde-8511-40b9-8692-58d1ced55604','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','queued',5,1795677731897,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "refresh": false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-32b8c565',8.2,'key','hash',0,NULL,1795680731897,1795680731897,1795680731897,NULL,NULL,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(5,'bfab306e-f7cd-42f8-9390-229e42f1972c',NULL,'252eecde-8511-40b9-8692-58d1ced55604','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','cancelled',9,1795675331900,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "refresh": false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',2,'talk-8.00-32b8c565',8.2,NULL,NULL,0,NULL,1795680731900,1795680731901,1795680731900,NULL,1795680731901,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(6,'49a1ef6d-778d-4316-a8e2-b68d2c3ab628',NULL,'252eecde-8511-40b9-8692-58d1ced55604','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','clip_generation','pending',5,1795677731905,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "refresh": false}','{}',NULL,1,1,3,'{}',0,0.0,NULL,NULL,'{"code": "rate_limited", "message": "later", "stage": "fetch", "retryable": true}','[]',4,'talk-8.00-32b8c565',8.2,NULL,NULL,0,NULL,1795680731905,1795680731908,1795680731905,1795680731907,NULL,1827216731895,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(7,'25ff245d-9520-48e8-ba23-426cb28a620a',NULL,'252eecde-8511-40b9-8692-58d1ced55604','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','processing',5,1795677731914,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "refresh": false}','{}',NULL,1,0,3,'{}',0,0.0,NULL,NULL,'null','[]',2,'talk-8.00-32b8c565',8.2,NULL,NULL,0,NULL,1795680731914,1795680731917,1795680731914,1795680731917,NULL,NULL,NULL,'{}','7fcb5cd149ed0443',1795680746917);
CREATE TABLE key_blobs (
	"key" VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	PRIMARY KEY ("key", sha256)
);
INSERT INTO "key_blobs" VALUES('fetch-916e61561421a7893779ce64dcc83effd62ee927eb6b499ae031a8bbf9dbb55d','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd',201315);
INSERT INTO "key_blobs" VALUES('fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594',69966);
INSERT INTO "key_blobs" VALUES('audio-9ebef10ed783fb5d14b39ad4581285b727ea1bf25e6b8e9189d95cad2224004c','ccc2a521ea83104b40487bce544226a8ae24032ef435606a4bc059e102dfde96',264266);
INSERT INTO "key_blobs" VALUES('audio-9ebef10ed783fb5d14b39ad4581285b727ea1bf25e6b8e9189d95cad2224004c','c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689',1167);
INSERT INTO "key_blobs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','2e81b44820108e80774c50391ade7202d62a5a76fbe1a4c1ada099cc5532f9ed',256046);
INSERT INTO "key_blobs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','4ec526e5056679de48839aab3bc79d8a7d6c23d63a269434ef853463daaeb480',1150);
INSERT INTO "key_blobs" VALUES('scenes-02926eefde2c952f88d8198d5649cf1b5becb2248eb2b8aee8a0b7f9f6f197a7','735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58',11470);
INSERT INTO "key_blobs" VALUES('scenes-02926eefde2c952f88d8198d5649cf1b5becb2248eb2b8aee8a0b7f9f6f197a7','b367c75f1b0e441f1bf91fd20e434bb9345252e116f5aff465ba2e962388aee6',16506);
INSERT INTO "key_blobs" VALUES('transcribe-ede58845494b729a614b19dba02536b6da9982a657b7560c876590e70f29e1b7','fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97',214);
INSERT INTO "key_blobs" VALUES('transcribe-ede58845494b729a614b19dba02536b6da9982a657b7560c876590e70f29e1b7','7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6',216);
INSERT INTO "key_blobs" VALUES('transcribe-ede58845494b729a614b19dba02536b6da9982a657b7560c876590e70f29e1b7','a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19',115);
INSERT INTO "key_blobs" VALUES('clips-1529b990d0cdff6c79b3516285892635225373ceec65ff24d1cadb5f824803db','0c6a09e323f1a1a71b99c0c2729c6ea439ed1e0e19e4cca54f80d3f82c97dbc4',199768);
INSERT INTO "key_blobs" VALUES('clips-1529b990d0cdff6c79b3516285892635225373ceec65ff24d1cadb5f824803db','4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11',12447);
CREATE TABLE key_leases (
	"key" VARCHAR NOT NULL, 
	worker_id VARCHAR NOT NULL, 
	lease_until_ms BIGINT NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE outputs (
	"key" VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	output JSON NOT NULL, 
	warnings JSON NOT NULL, 
	seconds FLOAT NOT NULL, 
	created_ms BIGINT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "outputs" VALUES('fetch-916e61561421a7893779ce64dcc83effd62ee927eb6b499ae031a8bbf9dbb55d','fetch','{"source": {"sha256": "20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd", "size_bytes": 201315, "suffix": ".mp4"}, "media": {"container": "mp4", "duration_s": 8.2, "video_codec": "h264", "audio_codec": "aac", "width": 640, "height": 360, "fps": "25", "rotation_deg": 0, "video_track": 0, "colour": {"kind": "sdr", "primaries": "bt709", "matrix": "bt709", "guessed": false}, "audio_sample_rate_hz": 48000, "audio_channels": 1, "audio_track": 0, "bit_rate": 199321, "streams": 2}, "title": "talk-8.00-32b8c565", "uploader": null, "webpage_url": null, "chapters": [], "thumbnail": null, "validators": null}','[]',3.18199141999866697005e+00,1795680711753);
INSERT INTO "outputs" VALUES('fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d','fetch','{"source": {"sha256": "a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594", "size_bytes": 69966, "suffix": ".mp4"}, "media": {"container": "mp4", "duration_s": 2.0, "video_codec": "h264", "audio_codec": null, "width": 160, "height": 90, "fps": "25", "rotation_deg": 0, "video_track": 0, "colour": {"kind": "sdr", "primaries": "bt709", "matrix": "bt601", "guessed": true}, "audio_sample_rate_hz": null, "audio_channels": null, "audio_track": 0, "bit_rate": 279864, "streams": 1}, "title": "silent-94500712", "uploader": null, "webpage_url": null, "chapters": [], "thumbnail": null, "validators": null}','[]',3.26736298700052429921e+00,1795680711890);
INSERT INTO "outputs" VALUES('audio-9ebef10ed783fb5d14b39ad4581285b727ea1bf25e6b8e9189d95cad2224004c','audio','{"audio": {"sha256": "ccc2a521ea83104b40487bce544226a8ae24032ef435606a4bc059e102dfde96", "size_bytes": 264266, "suffix": ".mp3"}, "duration_s": 8.232, "media_type": "audio/mpeg", "waveform": {"sha256": "c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689", "size_bytes": 1167, "suffix": ".json"}}','[]',3.6527525599994987715e+00,1795680715444);
INSERT INTO "outputs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','speech','{"pcm": {"sha256": "2e81b44820108e80774c50391ade7202d62a5a76fbe1a4c1ada099cc5532f9ed", "size_bytes": 256046, "suffix": ".wav"}, "duration_s": 8.0000625, "waveform": {"sha256": "4ec526e5056679de48839aab3bc79d8a7d6c23d63a269434ef853463daaeb480", "size_bytes": 1150, "suffix": ".json"}}','[]',1.39328019599997787736e+00,1795680716875);
INSERT INTO "outputs" VALUES('scenes-02926eefde2c952f88d8198d5649cf1b5becb2248eb2b8aee8a0b7f9f6f197a7','scenes','{"has_video": true, "cuts": [], "poster": {"sha256": "735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58", "size_bytes": 11470, "suffix": ".jpg"}, "sprite": {"image": {"sha256": "b367c75f1b0e441f1bf91fd20e434bb9345252e116f5aff465ba2e962388aee6", "size_bytes": 16506, "suffix": ".jpg"}, "columns": 9, "rows": 1, "count": 9, "interval_s": 1.0, "tile_width": 160, "tile_height": 90}, "focus": [[0.25, 0.097, 0.702], [0.75, 0.1238, 0.736], [1.25, 0.1299, 0.7313], [1.75, 0.157, 0.7358], [2.25, 0.2047, 0.7047], [2.75, 0.2463, 0.6418], [3.25, 0.2849, 0.6215], [3.75, 0.34, 0.6208], [4.25, 0.3953, 0.5914], [4.75, 0.4448, 0.5573], [5.25, 0.4995, 0.5482], [5.75, 0.56, 0.5317], [6.25, 0.6083, 0.4932], [6.75, 0.6504, 0.4783], [7.25, 0.7373, 0.4741], [7.75, 0.7707, 0.446], [8.25, 0.7897, 0.4162]]}','[]',1.80389841500073089264e+00,1795680718687);
INSERT INTO "outputs" VALUES('transcribe-ede58845494b729a614b19dba02536b6da9982a657b7560c876590e70f29e1b7','transcribe','{"language": "en", "language_probability": 1.0, "model": "demo", "decoding": "batched", "segment_count": 3, "srt": {"sha256": "fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97", "size_bytes": 214, "suffix": ".srt"}, "vtt": {"sha256": "7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6", "size_bytes": 216, "suffix": ".vtt"}, "txt": {"sha256": "a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19", "size_bytes": 115, "suffix": ".txt"}}','[]',3.75804747499933,1795680720697);
INSERT INTO "outputs" VALUES('clips-1529b990d0cdff6c79b3516285892635225373ceec65ff24d1cadb5f824803db','clips','{"clip_count": 1}','[]',5.20146189200022490695e+00,1795680725919);
INSERT INTO "outputs" VALUES('analyse-40f52a3fc5892bd59faa63e11403891d8bfb4213d0ec85c468f48b5f7721039d','analyse','{"sentiment": "neutral", "sentiment_scores": {"positive": 0.0159, "neutral": 0.9664, "negative": 0.0177}, "segment_sentiments": [{"index": 0, "label": "neutral", "score": -0.0024}, {"index": 1, "label": "neutral", "score": -0.002}, {"index": 2, "label": "neutral", "score": 0.0004}], "topics": ["Space, ran, r."], "keywords": [{"text": "space", "score": 1.0}, {"text": "Tesla", "score": 0.7815}, {"text": "ran", "score": 0.6094}], "entities": [{"text": "Today", "label": "DATE", "count": 1}, {"text": "Tesla", "label": "ORG", "count": 1}], "models": {"sentiment": "demo", "entities": "demo", "keywords": "YAKE 0.7.3, words by demo", "topics": "pauses and cohesion, words by demo"}}','[]',1.10904953630015370438e+01,1795680731863);
CREATE TABLE pieces (
	"key" VARCHAR NOT NULL, 
	idx INTEGER NOT NULL, 
	piece JSON NOT NULL, 
	PRIMARY KEY ("key", idx)
);
INSERT INTO "pieces" VALUES('transcribe-ede58845494b729a614b19dba02536b6da9982a657b7560c876590e70f29e1b7',0,'{"start_s": 0.59, "end_s": 2.81, "text": "Hello everyone and welcome to my channel.", "confidence": 0.8491, "no_speech_probability": 0.0, "words": [{"start_s": 0.59, "end_s": 0.97, "text": " Hello", "probability": 0.9979}, {"start_s": 0.97, "end_s": 1.43, "text": " everyone", "probability": 0.9991}, {"start_s": 1.43, "end_s": 1.59, "text": " and", "probability": 0.9974}, {"start_s": 1.59, "end_s": 1.93, "text": " welcome", "probability": 0.9999}, {"start_s": 1.93, "end_s": 2.13, "text": " to", "probability": 0.9987}, {"start_s": 2.13, "end_s": 2.29, "text": " my", "probability": 0.9988}, {"start_s": 2.29, "end_s": 2.81, "text": " channel.", "probability": 0.9985}], "flags": []}');
INSERT INTO "pieces" VALUES('transcribe-ede58845494b729a614b19dba02536b6da9982a657b7560c876590e70f29e1b7',1,'{"start_s": 3.62, "end_s": 6.28, "text": "Today we are going to learn about space.", "confidence": 0.7003, "no_speech_probability": 0.0, "words": [{"start_s": 3.62, "end_s": 3.98, "text": " Today", "probability": 0.9991}, {"start_s": 3.98, "end_s": 4.14, "text": " we", "probability": 0.9982}, {"start_s": 4.14, "end_s": 4.28, "text": " are", "probability": 0.9997}, {"start_s": 4.28, "end_s": 4.64, "text": " going", "probability": 0.9995}, {"start_s": 4.64, "end_s": 4.84, "text": " to", "probability": 0.9999}, {"start_s": 4.84, "end_s": 5.1, "text": " learn", "probability": 0.9993}, {"start_s": 5.1, "end_s": 5.48, "text": " about", "probability": 0.9956}, {"start_s": 5.48, "end_s": 6.28, "text": " space.", "probability": 0.9918}], "flags": []}');
INSERT INTO "pieces" VALUES('transcribe-ede58845494b729a614b19dba02536b6da9982a657b7560c876590e70f29e1b7',2,'{"start_s": 6.95, "end_s": 7.93, "text": "Tesla will send a ran to the r.", "confidence": 0.7003, "no_speech_probability": 0.0, "words": [{"start_s": 6.95, "end_s": 7.37, "text": " Tesla", "probability": 0.9921}, {"start_s": 7.37, "end_s": 7.49, "text": " will", "probability": 0.9941}, {"start_s": 7.49, "end_s": 7.77, "text": " send", "probability": 0.9941}, {"start_s": 7.77, "end_s": 7.777, "text": " a", "probability": 0.9708}, {"start_s": 7.777, "end_s": 7.79, "text": " ran", "probability": 0.3171}, {"start_s": 7.79, "end_s": 7.833, "text": " to", "probability": 0.4141}, {"start_s": 7.833, "end_s": 7.89, "text": " the", "probability": 0.5284}, {"start_s": 7.89, "end_s": 7.93, "text": " r.", "probability": 0.6542}], "flags": []}');
INSERT INTO "pieces" VALUES('clips-1529b990d0cdff6c79b3516285892635225373ceec65ff24d1cadb5f824803db',0,'{"index": 0, "start_s": 3.4, "end_s": 8.2, "title": "Tesla will send a ran to the r", "score": 0.65, "reason": "5 s: whole sentences, a strong opening, dense in content", "parts": {"length": 0.932, "complete": 1.0, "content": 0.781, "opening": 0.6, "scenes": 0.0, "flow": 0.837, "mood": 0.0}, "text": "Today we are going to learn about space. Tesla will send a ran to the r.", "video": {"sha256": "0c6a09e323f1a1a71b99c0c2729c6ea439ed1e0e19e4cca54f80d3f82c97dbc4", "size_bytes": 199768, "suffix": ".mp4"}, "thumbnail": {"sha256": "4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11", "size_bytes": 12447, "suffix": ".jpg"}, "width": 640, "height": 360}');
CREATE TABLE rates (
	stage VARCHAR NOT NULL, 
	variant VARCHAR NOT NULL, 
	per_media_s FLOAT NOT NULL, 
	samples INTEGER NOT NULL, 
	PRIMARY KEY (stage, variant)
);
INSERT INTO "rates" VALUES('fetch','',1.01086461382322045921e+00,2);
INSERT INTO "rates" VALUES('audio','',4.45457629268231569685e-01,1);
INSERT INTO "rates" VALUES('speech','',1.69912219024387550758e-01,1);
INSERT INTO "rates" VALUES('scenes','',2.19987611585455017371e-01,1);
INSERT INTO "rates" VALUES('transcribe','demo',4.58298472560893954685e-01,1);
INSERT INTO "rates" VALUES('clips','mp4 source source',1.0402923784000450702e+00,1);
INSERT INTO "rates" VALUES('analyse','demo',1.35249943451238263669e+00,1);
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
INSERT INTO "videos" VALUES('252eecde-8511-40b9-8692-58d1ced55604','UPLOADED','talk-8.00-32b8c565.mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,'{"container": "mp4", "duration_s": 8.2, "video_codec": "h264", "audio_codec": "aac", "width": 640, "height": 360, "fps": "25", "rotation_deg": 0, "video_track": 0, "colour": {"kind": "sdr", "primaries": "bt709", "matrix": "bt709", "guessed": false}, "audio_sample_rate_hz": 48000, "audio_channels": 1, "audio_track": 0, "bit_rate": 199321, "streams": 2}',1795680706539,1795680706539);
INSERT INTO "videos" VALUES('fff04584-90fe-4123-9168-cffe33ef26ae','UPLOADED','silent-94500712.mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,'{"container": "mp4", "duration_s": 2.0, "video_codec": "h264", "audio_codec": null, "width": 160, "height": 90, "fps": "25", "rotation_deg": 0, "video_track": 0, "colour": {"kind": "sdr", "primaries": "bt709", "matrix": "bt601", "guessed": true}, "audio_sample_rate_hz": null, "audio_channels": null, "audio_track": 0, "bit_rate": 279864, "streams": 1}',1795680708438,1795680708438);
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
